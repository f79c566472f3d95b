using System.Text.RegularExpressions;

namespace Wan.DashScope.Wire;

/// <summary>Makes a text that came from outside fit for logs and messages (law 9: no keys, no signed URLs).</summary>
internal static partial class Redaction
{
    private const int MaxLength = 1000;

    // The patterns take quadratic time on texts made for it.
    private const int MaxRead = 4 * MaxLength;

    public static string Clean(string text, string? apiKey = null)
    {
        text = text.Length <= MaxRead ? text : text[..MaxRead];
        if (!string.IsNullOrEmpty(apiKey))
        {
            text = text.Replace(apiKey, "***", StringComparison.Ordinal);
        }

        text = KeyPattern().Replace(text, "***");
        text = DataPattern().Replace(text, "data:***");
        text = UserInfoPattern().Replace(text, "${scheme}***@");
        text = QueryPattern().Replace(text, "${address}?***");
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "...");
    }

    // sk-, sk-ws- and st- are the vendor's key forms.
    [GeneratedRegex(@"\b(sk|st)-[A-Za-z0-9_-]{8,}")]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"data:[\w/+.-]*;base64,[A-Za-z0-9+/=_-]*", RegexOptions.IgnoreCase)]
    private static partial Regex DataPattern();

    [GeneratedRegex(@"(?<scheme>\b[a-z][a-z0-9+.-]*://)[^\s/?#@""'<>]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInfoPattern();

    [GeneratedRegex(@"(?<address>\b[a-z][a-z0-9+.-]*://[^\s?""'<>]+)\?[^\s""'<>]*", RegexOptions.IgnoreCase)]
    private static partial Regex QueryPattern();
}
