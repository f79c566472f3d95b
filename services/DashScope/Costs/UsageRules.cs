using System.Globalization;
using Wan.Contracts;

namespace Wan.DashScope.Costs;

/// <summary>
/// How many seconds the vendor bills, by its <c>usage</c>. Its pages contradict each other: <c>duration</c> is the output's alone on one
/// (10 beside an input of 5 and an output of 10), and input and output together on a newer one
/// (https://help.aliyun.com/zh/model-studio/wan-video-to-video-api-reference). So what both tell apart comes first.
/// </summary>
internal static class UsageRules
{
    // No video of these models is a tenth as long.
    private const decimal MostSeconds = 3600;

    /// <summary>The seconds, and what is odd.</summary>
    /// <param name="usage">As the vendor gave it.</param>
    /// <param name="maxInput">What reference videos can be billed at most, together, 0 where no input is billed; null if that is not known.</param>
    /// <returns>Null for the seconds if nothing says them that can be.</returns>
    public static (decimal? Seconds, IReadOnlyList<string> Warnings) BilledSeconds(VideoUsage usage, decimal? maxInput)
    {
        var warnings = new List<string>();
        var duration = Possible(usage.Duration, "duration", warnings);
        var input = Possible(usage.InputVideoDuration, "input_video_duration", warnings);
        var output = Possible(usage.OutputVideoDuration, "output_video_duration", warnings);
        if (maxInput == 0)
            return (WithoutInput(duration, input, output, warnings), warnings);
        if (input > maxInput)
            warnings.Add(Text($"usage.input_video_duration is {input}; reference videos are billed {maxInput} seconds at most."));
        if (input + output is { } both)
        {
            if (duration is not null && duration != both)
                warnings.Add(Text($"usage.duration is {duration}, but input and output together are {both}, which is taken for what is billed."));
            return (both, warnings);
        }

        return (duration ?? output, warnings);
    }

    // Of a model that bills no input its page says that duration is what is billed: 15 for a video of 15 seconds that goes on from a clip of 3.
    private static decimal? WithoutInput(decimal? duration, decimal? input, decimal? output, List<string> warnings)
    {
        if (duration is not null && output is not null && duration != output)
            warnings.Add(Text($"usage.duration is {duration}, but the video lasts {output} seconds, and this model bills no input; the duration is taken for what is billed."));
        else if (input > 0 && duration is null)
            warnings.Add(Text($"usage.input_video_duration is {input}; this model bills no input, so that it is left out."));
        return duration ?? output;
    }

    private static decimal? Possible(decimal? seconds, string name, List<string> warnings)
    {
        if (seconds is null or (>= 0 and <= MostSeconds))
            return seconds;
        warnings.Add(Text($"usage.{name} is {seconds}, which can't be; it is left out."));
        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
