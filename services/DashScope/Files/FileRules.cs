using System.Globalization;
using Wan.Media;

namespace Wan.DashScope.Files;

/// <summary>Whether a file is within a family's limits. Pure.</summary>
public static class FileRules
{
    /// <summary>What breaks them: a code and a sentence each. A code that begins with <c>~</c> is a warning.</summary>
    public static IEnumerable<(string Code, string Message)> Problems(MediaFacts file, FileLimit limit, string model)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limit);
        var what = $"This {file.Format.Name}";
        if (file.Bytes > limit.MaxBytes)
            yield return ("file.too_large", string.Create(CultureInfo.InvariantCulture, $"{what} has {file.Bytes:N0} bytes; {model} takes {limit.MaxBytes:N0} at most."));
        if (file is { Width: { } width, Height: { } height })
        {
            var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));
            if (shorter < limit.MinSide || longer > limit.MaxSide)
                yield return ("file.pixels", $"{what} has {width} x {height} pixels; {model} takes {Sides(limit)} on each side.");
            else if (longer > limit.MaxRatio * shorter)
                yield return ("file.ratio", string.Create(CultureInfo.InvariantCulture, $"{what} has {width} x {height} pixels; {model} takes a side at most {limit.MaxRatio:0.##} times as long as the other."));
        }

        if (file.Seconds < limit.MinSeconds || file.Seconds > limit.MaxSeconds)
            yield return ("file.length", string.Create(CultureInfo.InvariantCulture, $"{what} lasts {file.Seconds:0.###} s; {model} takes {limit.MinSeconds} to {limit.MaxSeconds} s."));
        if (file.HasAlpha && limit.Opaque == true)
            yield return ("~file.transparent", $"{what} has transparency, which {model} does not take by the vendor's word: save it without.");
    }

    private static string Sides(FileLimit limit) => limit switch
    {
        { MinSide: { } least, MaxSide: { } most } => $"{least} to {most}",
        { MinSide: { } least } => $"{least} or more",
        _ => $"{limit.MaxSide} or less",
    };
}
