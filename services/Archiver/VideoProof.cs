using Wan.Archiver.Download;
using Wan.Archiver.Mp4;
using Wan.Contracts;

namespace Wan.Archiver;

/// <summary>Turns a whole download into its proof, and says what speaks against it.</summary>
internal static class VideoProof
{
    /// <summary>Reads the file back and compares it to what it should be.</summary>
    /// <returns>
    /// What it is, everything odd among its warnings, and a sentence for each thing that is wrong: none if it is proven. A file that can't be read
    /// has no pixels and seconds.
    /// </returns>
    public static (ArchivedVideo Video, IReadOnlyList<string> Problems) Prove(PartialFile file, Archive archive, DateTimeOffset now)
    {
        using var stream = file.OpenRead();
        var reading = Mp4Reader.Read(stream);
        if (reading.File is not { } video)
        {
            var problem = $"What came is no proper video: {reading.Problem}";
            return (Describe(file, now) with { Warnings = [problem] }, [problem]);
        }

        var findings = VideoComparison.Compare(video, archive.Expected, archive.Usage);
        var proof = Describe(file, now) with
        {
            Width = video.Video.Width,
            Height = video.Video.Height,
            Fps = video.Video.Fps,
            Duration = video.Video.Duration,
            Audio = video.Audio is not null,
            Codec = video.Video.Codec,
            Warnings = findings.Count == 0 ? null : [.. findings.Select(finding => finding.Message)],
        };
        return (proof, [.. findings.Where(finding => finding.IsWrong).Select(finding => $"What came is not the video that was asked for: {finding.Message}")]);
    }

    private static ArchivedVideo Describe(PartialFile file, DateTimeOffset now) => new()
    {
        Bytes = file.Length,
        Sha256 = file.Sha256(),
        Width = 0,
        Height = 0,
        Fps = 0,
        Duration = 0,
        Audio = false,
        ArchivedAt = now,
    };
}
