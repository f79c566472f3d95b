using System.Globalization;
using Wan.Contracts;
using Wan.Media.Mp4;

namespace Wan.Archiver.Proof;

/// <summary>
/// Compares a file to the request and to what the vendor says it made. Wrong is what a damaged or mixed-up file would look like; a
/// file that is whole and agrees with the vendor's own word is paid for and kept, with a warning where the request said else. What was left
/// to the vendor is compared to its own word alone, and where it gives none, to nothing.
/// </summary>
internal static class VideoComparison
{
    private const int OddPixels = 16; // Codecs work in blocks of 16 pixels.
    private const decimal OddSeconds = 0.5m;
    private const decimal OddLonger = 2m;
    private const decimal OddFps = 0.1m;
    private const decimal OddRatio = 0.05m;
    private const decimal OddArea = 0.2m; // The vendor's sizes of one tier differ by less than 1 %, its tiers by more than 100 %.

    /// <summary>What is wrong or odd about the file; empty if it is exactly as expected.</summary>
    public static IReadOnlyList<VideoFinding> Compare(Mp4File file, ExpectedVideo expected, VideoUsage? usage)
    {
        List<VideoFinding> findings = [];
        ComparePixels(file.Video, expected, usage, findings);
        CompareFrameRate(file.Video, expected, findings);
        CompareDuration(file.Video, expected, usage, findings);
        CompareSound(file, expected, usage, findings);
        if (usage is not null)
            CompareUsage(file, usage, findings);
        if (file.Video.Codec is not ("avc1" or "avc3"))
            findings.Add(new VideoFinding(false, "video.codec", $"Its codec is '{file.Video.Codec}'; the vendor promises H.264."));
        findings.AddRange(file.Notes.Select(note => new VideoFinding(false, "file.padding", note)));
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

        var vendorAgrees = usage is not null && (usage.Size is not null ? HasSize(video, usage) : HasShape(video, usage) && HasTier(video, usage));
        var isNear = Math.Abs(video.Width - width) <= OddPixels && Math.Abs(video.Height - height) <= OddPixels;
        findings.Add(new VideoFinding(
            !(vendorAgrees || isNear), "video.size", $"It has {video.Width}x{video.Height} pixels; {width}x{height} were asked for."));
    }

    private static void CompareFrameRate(Mp4Video video, ExpectedVideo expected, List<VideoFinding> findings)
    {
        if (expected.Fps is not { } asked)
            return;
        var off = Math.Abs(video.Fps - asked) / Math.Max(asked, 1);
        if (off > 0.001m)
            findings.Add(new VideoFinding(off > OddFps, "video.fps", $"It has {Text(video.Fps)} frames a second instead of {asked}."));
    }

    private static void CompareDuration(Mp4Video video, ExpectedVideo expected, VideoUsage? usage, List<VideoFinding> findings)
    {
        if ((usage?.OutputVideoDuration is { } said and > 0 ? said : (decimal?)expected.Duration) is not { } made)
            return; // The length was left to the vendor, and it does not say which it chose.
        if (expected.Duration is { } asked && made != asked)
            findings.Add(new VideoFinding(false, "usage.duration", $"The vendor made {Text(made)} s; {asked} s were asked for."));

        var off = video.Duration - made;
        if (Math.Abs(off) * 2 < 1m / Math.Max(expected.Fps ?? video.Fps, 1))
            return;
        var isWrong = off < -OddSeconds || off > OddLonger;
        findings.Add(new VideoFinding(
            isWrong, off < 0 ? "video.too_short" : "video.too_long", $"It lasts {Text(video.Duration)} s instead of {Text(made)} s."));
    }

    private static void CompareSound(Mp4File file, ExpectedVideo expected, VideoUsage? usage, List<VideoFinding> findings)
    {
        if (file.Audio is null && expected.Audio == true)
            findings.Add(new VideoFinding(usage?.Audio != false, "audio.missing", "It is silent; sound was asked for."));
        else if (file.Audio is not null && expected.Audio == false)
            findings.Add(new VideoFinding(false, "audio.unexpected", "It has sound; a silent video was asked for."));
        else if (file.Audio is { } audio && Math.Abs(audio.Duration - file.Video.Duration) > 1)
            findings.Add(new VideoFinding(false, "audio.duration", $"Its sound lasts {Text(audio.Duration)} s and its picture {Text(file.Video.Duration)} s."));
    }

    // What the vendor says it made is what it bills; a file that is else, though as asked for, is worth a look.
    private static void CompareUsage(Mp4File file, VideoUsage usage, List<VideoFinding> findings)
    {
        var pixels = $"{file.Video.Width}x{file.Video.Height}";
        if (usage.Size is not null && !HasSize(file.Video, usage))
            findings.Add(new VideoFinding(false, "usage.size", $"It has {pixels} pixels; the vendor says {usage.Size}."));
        if (usage.Ratio is not null && Ratio(usage) is not null && !HasShape(file.Video, usage))
            findings.Add(new VideoFinding(false, "usage.ratio", $"It has {pixels} pixels; the vendor says {usage.Ratio}."));
        if (usage.Resolution is not null && !HasTier(file.Video, usage))
            findings.Add(new VideoFinding(false, "usage.resolution", $"It has {pixels} pixels; the vendor says {usage.Resolution}P."));
        if (usage.Audio is { } audio && audio != (file.Audio is not null))
            findings.Add(new VideoFinding(false, "usage.audio", $"It {(audio ? "is silent" : "has sound")}; the vendor says else."));
    }

    private static bool HasSize(Mp4Video video, VideoUsage usage) => usage.Size == $"{video.Width}*{video.Height}";

    private static bool HasShape(Mp4Video video, VideoUsage usage) =>
        Ratio(usage) is { } ratio && Math.Abs((decimal)video.Width / video.Height / ratio - 1) <= OddRatio;

    // 720P and 1080P name an area: whatever the ratio, about as many pixels as 16:9 has with that height.
    private static bool HasTier(Mp4Video video, VideoUsage usage) =>
        usage.Resolution is { } tier and > 0 && Math.Abs((decimal)video.Width * video.Height / (tier * tier * 16m / 9m) - 1) <= OddArea;

    private static decimal? Ratio(VideoUsage usage) =>
        usage.Ratio?.Split(':') is [var across, var down]
        && int.TryParse(across, CultureInfo.InvariantCulture, out var width)
        && int.TryParse(down, CultureInfo.InvariantCulture, out var height)
        && width > 0 && height > 0
            ? (decimal)width / height
            : null;

    private static string Text(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
