using Wan.Archiver.Download;
using Wan.Archiver.Mp4;
using Wan.Contracts;

namespace Wan.Archiver;

/// <summary>Turns a whole download into its proof, or says why it is none.</summary>
internal static class VideoProof
{
    /// <summary>Reads the file back and compares it to what it should be.</summary>
    /// <returns>The proof, or a sentence that says what is wrong.</returns>
    public static (ArchivedVideo? Video, string? Problem) Prove(PartialFile file, Archive archive, DateTimeOffset now)
    {
        using var stream = file.OpenRead();
        var reading = Mp4Reader.Read(stream);
        if (reading.File is not { } video)
            return (null, $"What came is no proper video: {reading.Problem}");

        var findings = VideoComparison.Compare(video, archive.Expected, archive.Usage);
        if (findings.FirstOrDefault(finding => finding.IsWrong) is { } wrong)
            return (null, $"What came is not the video that was asked for: {wrong.Message}");

        return (new ArchivedVideo
        {
            Bytes = file.Length,
            Sha256 = file.Sha256(),
            Width = video.Video.Width,
            Height = video.Video.Height,
            Fps = video.Video.Fps,
            Duration = video.Video.Duration,
            Audio = video.Audio is not null,
            ArchivedAt = now,
            Codec = video.Video.Codec,
            Warnings = findings.Count == 0 ? null : [.. findings.Select(finding => finding.Message)],
        }, null);
    }
}
