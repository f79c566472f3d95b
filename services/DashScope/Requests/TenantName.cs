namespace Wan.DashScope.Requests;

/// <summary>Names of tenants.</summary>
public static class TenantName
{
    /// <summary>Characters that one has at most.</summary>
    public const int MaxLength = 64;

    /// <summary>What one is, for sentences.</summary>
    public static string Rule => $"1 to {MaxLength} letters and digits of ASCII and . _ -";

    /// <summary>Whether this is one.</summary>
    public static bool IsOne(string text) => text.Length is > 0 and <= MaxLength && HasGoodCharacters(text);

    /// <summary>Whether it has only what may stand in one.</summary>
    internal static bool HasGoodCharacters(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
}
