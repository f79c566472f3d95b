using Wan.Archiver.Download;
using Wan.Contracts;
using Wan.Media.Mp4;

namespace Wan.Archiver.Proof;

/// <summary>What a whole download is, and what speaks against it.</summary>
/// <param name="Video">What it is, with everything odd among its warnings. A file that can't be read has no pixels and seconds.</param>
/// <param name="Problems">A sentence for each thing that is wrong: none if it is proven to be the video that was asked for.</param>
/// <param name="IsMp4">Whether it begins as an MP4 does. If not, it need not come from where the videos are kept.</param>
internal sealed record VideoProof(ArchivedVideo Video, IReadOnlyList<string> Problems, bool IsMp4)
{
    /// <summary>Reads the file back and compares it to what it should be.</summary>
    public static VideoProof Prove(PartialFile file, Archive archive, DateTimeOffset now)
    {
        using var stream = file.OpenRead();
        var reading = Mp4Reader.Read(stream);
        if (reading.File is not { } video)
        {
            var problem = $"What came is no proper video: {reading.Problem}";
            return new VideoProof(Describe(file, now) with { Warnings = [problem] }, [problem], BeginsAsMp4(stream));
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
        return new VideoProof(
            proof,
            [.. findings.Where(finding => finding.IsWrong).Select(finding => $"What came is not the video that was asked for: {finding.Message}")],
            IsMp4: true);
    }

    // A box: four bytes of length, four of its type.
    private static bool BeginsAsMp4(Stream stream)
    {
        Span<byte> box = stackalloc byte[8];
        stream.Position = 0;
        return stream.ReadAtLeast(box, box.Length, throwOnEndOfStream: false) == box.Length && box[4..].SequenceEqual("ftyp"u8);
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
