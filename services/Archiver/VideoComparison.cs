using System.Globalization;
using Wan.Archiver.Mp4;
using Wan.Contracts;

namespace Wan.Archiver;

/// <summary>
/// Compares a file to the request and to what the vendor says it made. Wrong is what a damaged or mixed-up file would look like; a
/// file that is whole and agrees with the vendor's own word is paid for and kept, with a warning where the request said else.
/// </summary>
internal static class VideoComparison
{
    private const int OddPixels = 16; // Codecs work in blocks of 16 pixels.
    private const decimal OddSeconds = 0.5m;
    private const decimal OddLonger = 2m;
    private const decimal OddFps = 0.1m;

    /// <summary>What is wrong or odd about the file; empty if it is exactly as expected.</summary>
    public static IReadOnlyList<VideoFinding> Compare(Mp4File file, ExpectedVideo expected, VideoUsage? usage)
    {
        List<VideoFinding> findings = [];
        ComparePixels(file.Video, expected, usage, findings);
        CompareFrameRate(file.Video, expected, findings);
        CompareDuration(file.Video, expected, usage, findings);
        CompareSound(file, expected, usage, findings);
        if (file.Video.Codec is not ("avc1" or "avc3"))
            findings.Add(new VideoFinding(false, "video.codec", $"Its codec is '{file.Video.Codec}'; the vendor promises H.264."));
        if (file.Fragmented)
            findings.Add(new VideoFinding(false, "video.fragmented", "Its frames are in fragments, which some players can't seek in."));
        return findings;
    }

    private static void ComparePixels(Mp4Video video, ExpectedVideo expected, VideoUsage? usage, List<VideoFinding> findings)
    {
        if (expected is not { Width: { } width, Height: { } height })
        {
            var tier = Math.Min(video.Width, video.Height);
            if (tier > expected.Resolution * 1.5 || tier < expected.Resolution * 0.5)
                findings.Add(new VideoFinding(false, "video.size", $"It has {video.Width}x{video.Height} pixels; {expected.Resolution}P was asked for."));
            return;
        }

        if (video.Width == width && video.Height == height)
            return;

        var vendorAgrees = usage?.Size == $"{video.Width}*{video.Height}";
        var isNear = Math.Abs(video.Width - width) <= OddPixels && Math.Abs(video.Height - height) <= OddPixels;
        findings.Add(new VideoFinding(
            !(vendorAgrees || isNear), "video.size", $"It has {video.Width}x{video.Height} pixels; {width}x{height} were asked for."));
    }

    private static void CompareFrameRate(Mp4Video video, ExpectedVideo expected, List<VideoFinding> findings)
    {
        var off = Math.Abs(video.Fps - expected.Fps) / Math.Max(expected.Fps, 1);
        if (off > 0.001m)
            findings.Add(new VideoFinding(off > OddFps, "video.fps", $"It has {Text(video.Fps)} frames a second instead of {expected.Fps}."));
    }

    private static void CompareDuration(Mp4Video video, ExpectedVideo expected, VideoUsage? usage, List<VideoFinding> findings)
    {
        var made = usage?.OutputVideoDuration is { } said and > 0 ? said : expected.Duration;
        if (made != expected.Duration)
            findings.Add(new VideoFinding(false, "usage.duration", $"The vendor made {Text(made)} s; {expected.Duration} s were asked for."));

        var off = video.Duration - made;
        if (Math.Abs(off) * 2 < 1m / Math.Max(expected.Fps, 1))
            return;
        var isWrong = off < -OddSeconds || off > OddLonger;
        findings.Add(new VideoFinding(
            isWrong, off < 0 ? "video.too_short" : "video.too_long", $"It lasts {Text(video.Duration)} s instead of {Text(made)} s."));
    }

    private static void CompareSound(Mp4File file, ExpectedVideo expected, VideoUsage? usage, List<VideoFinding> findings)
    {
        if (file.Audio is null && expected.Audio)
            findings.Add(new VideoFinding(usage?.Audio != false, "audio.missing", "It is silent; sound was asked for."));
        else if (file.Audio is not null && !expected.Audio)
            findings.Add(new VideoFinding(false, "audio.unexpected", "It has sound; a silent video was asked for."));
        else if (file.Audio is { } audio && Math.Abs(audio.Duration - file.Video.Duration) > 1)
            findings.Add(new VideoFinding(false, "audio.duration", $"Its sound lasts {Text(audio.Duration)} s and its picture {Text(file.Video.Duration)} s."));
    }

    private static string Text(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
