using System.Globalization;
using Wan.DashScope.Catalogue;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>
/// Which parameters make a picture of a size such as <c>1280x720</c>: those of the line of a family's pixel table. Where the table has no pixels, since the vendor chooses them, they are
/// the tier and, of a family that has it, the ratio that come nearest. Pure.
/// </summary>
internal static class VideoSize
{
    // The vendor's sizes of one tier differ by less, its tiers and its ratios by more.
    private const double OddArea = 0.2, OddRatio = 0.05;

    /// <summary>Names and values; null if there are none for this size.</summary>
    public static IReadOnlyList<(string Name, string Value)>? ParametersOf(ModelFamily family, string size)
    {
        if (family.Frames.FirstOrDefault(frame => NameOf(frame) == size) is { } line)
            return [.. Of(line)];
        if (Parse(size, 'x') is not var (width, height) || family.Frames.FirstOrDefault(frame => frame.Width is null && IsTier(frame, width, height)) is not { } near)
            return null;
        var ratios = RatiosOf(family);
        if (ratios.Count == 0)
            return [.. Of(near)];
        return ratios.FirstOrDefault(ratio => Parse(ratio, ':') is var (across, down) && Math.Abs((double)width / height * down / across - 1) <= OddRatio) is not { } word ? null
            : near.Ratio is null ? [.. Of(near), (FrameRule.ByRatio, word)]
            : family.Frames.FirstOrDefault(frame => frame.Ratio == word && IsTier(frame, width, height)) is { } named ? [.. Of(named)]
            : null;
    }

    /// <summary>What a size may be, as the end of a sentence.</summary>
    public static string Describe(ModelFamily family)
    {
        if (family.Frames.All(frame => frame.Width is not null))
            return $"one of {string.Join(", ", family.Frames.Select(NameOf))}";
        var tier = family.Frames.Max(frame => frame.Tier);
        var ratios = OneOf(RatiosOf(family));
        return $"about one of {OneOf(family.Frames.Select(frame => $"{frame.Tier}P"))}{(ratios.Length > 0 ? $", of the shape {ratios}" : "")}, such as {tier * 16 / 9}x{tier},";
    }

    private static IEnumerable<(string Name, string Value)> Of(FrameRule frame) =>
        FrameRule.Parameters.Select(name => (Name: name, Value: frame[name])).Where(parameter => parameter.Value is not null).Select(parameter => (parameter.Name, parameter.Value!));

    private static bool IsTier(FrameRule frame, int width, int height) => Math.Abs(width * (double)height / (frame.Tier * frame.Tier * 16.0 / 9) - 1) <= OddArea;

    private static List<string> RatiosOf(ModelFamily family) =>
        [.. (family.Parameters.FirstOrDefault(rule => rule.Name == FrameRule.ByRatio)?.Values ?? []).Where(ratio => Parse(ratio, ':') is not null)];

    private static string OneOf(IEnumerable<string> words) => string.Join(" or ", words.Distinct());

    private static (int Width, int Height)? Parse(string text, char between) =>
        text.Split(between) is [var across, var down]
        && int.TryParse(across, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && int.TryParse(down, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
        && width > 0 && height > 0
            ? (width, height)
            : null;

    private static string NameOf(FrameRule frame) => string.Create(CultureInfo.InvariantCulture, $"{frame.Width}x{frame.Height}");
}
