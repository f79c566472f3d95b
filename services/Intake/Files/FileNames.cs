using System.Globalization;
using System.Text;

namespace Wan.Intake.Files;

/// <summary>What files are called. Pure. A name is for people alone: no path and no address is ever made of one.</summary>
internal static class FileNames
{
    private const int Longest = 200;

    /// <summary>A name without folders, control characters and marks that turn the reading direction; null if nothing is left.</summary>
    public static string? Clean(string? name)
    {
        if (name is null)
            return null;
        var clean = new StringBuilder();
        foreach (var rune in name[(name.LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes())
        {
            if (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
                clean.Append(rune);
            if (clean.Length >= Longest)
                break;
        }

        return clean.ToString().Trim() is { Length: > 0 } left ? left : null;
    }

    /// <summary>How it ends, in small letters; empty if it ends in nothing.</summary>
    public static string Extension(string? name) =>
        name?.LastIndexOf('.') is { } dot and >= 0 && dot + 1 < name.Length ? name[(dot + 1)..].ToLowerInvariant() : "";
}
