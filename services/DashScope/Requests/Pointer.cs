using System.Globalization;

namespace Wan.DashScope.Requests;

/// <summary>Builds JSON pointers (RFC 6901).</summary>
internal static class Pointer
{
    public const string Model = "/" + TopLevel.ModelField;
    public const string Input = "/" + TopLevel.InputField;
    public const string Parameters = "/" + TopLevel.ParametersField;

    // A pointer can't be longer than a person can read; whoever sends keys that long is pointed to what they are in.
    private const int MaxLength = 1000;

    /// <summary>The pointer to a property; to its object, where it would be too long.</summary>
    public static string To(string parent, string name) => name.Length > MaxLength - parent.Length ? parent : $"{parent}/{Escape(name)}";

    public static string To(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}/{index}");

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

/// <summary>A place in the request whose pointer is only written out if there is something to say about it.</summary>
internal readonly record struct Place(string Parent, int Index = -1, string? Name = null)
{
    public static implicit operator Place(string pointer) => new(pointer);

    public override string ToString() => Index < 0 ? Parent : Name is null ? Pointer.To(Parent, Index) : Pointer.To(Pointer.To(Parent, Index), Name);
}
