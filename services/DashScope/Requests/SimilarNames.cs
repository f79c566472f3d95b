using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>
/// Names that are nearly those of known fields, such as <c>start_By</c> or <c>duraton</c>. A field that no rule names is sent on as it is, since the vendor may know it; but one that
/// was meant to limit or to name the request would be lost that way without a word.
/// </summary>
internal static class SimilarNames
{
    // Longer than any known one with what may be wrong in it.
    private const int Longest = 40;

    /// <summary>Looks through an object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="parent">The pointer to it.</param>
    /// <param name="known">The fields that it may have.</param>
    /// <param name="findings">Where to say it.</param>
    public static void Check(JsonElement element, string parent, ReadOnlySpan<FieldName> known, FindingList findings)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.IsGiven() && FieldValues.IndexOf(known, property) < 0)
                Check(property.Name, parent, known, findings);
        }
    }

    /// <summary>Looks at the name of a field that is none of the known ones.</summary>
    public static void Check(string name, string parent, ReadOnlySpan<FieldName> known, FindingList findings)
    {
        if (name.Length > Longest)
            return;
        foreach (var field in known)
        {
            if (!IsSimilar(name, field.Text))
                continue;
            findings.Warning(
                "field.similar", Pointer.To(parent, name), $"'{name}' is none of the known fields, and is sent to the vendor as it is. Write {field.Text} if that is meant.");
            return;
        }
    }

    /// <summary>Whether a name differs from a known one in nothing but capitals and lines between words, or in one letter (two of a word of six or more).</summary>
    internal static bool IsSimilar(string name, string known)
    {
        var (one, other) = (Bare(name), Bare(known));
        return Distance(one, other) <= (other.Length < 6 ? 1 : 2);
    }

    private static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Of Levenshtein: letters that are added, left out or changed.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, last) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                last = Math.Min(Math.Min(row[j] + 1, last + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], last);
            }
        }

        return row[^1];
    }
}
