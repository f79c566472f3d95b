namespace Wan.Standalone.Descriptions;

/// <summary>Text whose lines end where the code had no more room: an end of a paragraph is an empty line.</summary>
internal static class Flowing
{
    /// <summary>The text with one line for each paragraph.</summary>
    public static string Of(string text) => string.Join("\n\n", text.ReplaceLineEndings("\n").Split("\n\n").Select(paragraph => paragraph.Replace('\n', ' ').Trim()));
}
