using Wan.Archiver.Download;
using Wan.Archiver.Proof;
using Wan.Contracts;

namespace Wan.Archiver.Quarantine;

/// <summary>What a whole download is to be taken for: pure decisions on how it came, what is wrong with it, and what came before.</summary>
internal static class QuarantineRules
{
    private const int MostHashes = 20;

    /// <summary>Judges a download.</summary>
    /// <param name="archive">What came before.</param>
    /// <param name="came">How it came: complete or damaged.</param>
    /// <param name="proof">What it is, and what is wrong with it.</param>
    /// <param name="now">The time.</param>
    /// <returns>The finding; null if it is the video.</returns>
    public static DownloadOutcome.Wrong? Judge(Archive archive, DownloadOutcome came, VideoProof proof, DateTimeOffset now)
    {
        var (video, problems) = (proof.Video, proof.Problems);
        var isComplete = came is DownloadOutcome.Complete;
        var cameBefore = isComplete && (archive.WrongHashes.Contains(video.Sha256) || archive.Suspect?.Video.Sha256 == video.Sha256);
        var way = came switch
        {
            DownloadOutcome.Damaged damaged => damaged.Reason,
            DownloadOutcome.Complete { Doubt: { } doubt } when !cameBefore => doubt, // The same once more: it is no checksum.
            _ => null,
        };
        if (way is null && problems.Count == 0)
            return null;

        // Where the end of the body is not sure, a file that is cut off may come twice alike.
        var counts = came is DownloadOutcome.Complete { IsWhole: true } || (isComplete && problems.Count == 0);
        var suspect = new Suspect
        {
            Video = video,
            Reasons = way is null ? problems : [way, .. problems],
            SeenAt = now,
            CameTwice = counts && cameBefore && proof.IsMp4, // A page of something on the way may stand there for hours, and then the video again.
            IsMp4 = proof.IsMp4,
        };
        return new DownloadOutcome.Wrong(suspect, counts ? video.Sha256 : null, MayBeElsewhere: cameBefore && !proof.IsMp4);
    }

    /// <summary>
    /// Whether a find is to take the place of what is in quarantine. An MP4, which is paid for, makes place for nothing else, and what the vendor
    /// delivers for nothing that may be damaged.
    /// </summary>
    public static bool IsToBeKept(Suspect? kept, Suspect found)
    {
        if (kept is null)
            return true;
        if (found.IsMp4 is false && kept.IsMp4 is not false)
            return false;
        return found.CameTwice || (!kept.CameTwice && kept.Video.Sha256 != found.Video.Sha256);
    }

    /// <summary>Whether a file that is there is to be what the archive names, as if both had been noted when they came.</summary>
    public static bool IsBetter(Suspect? noted, Suspect found) => noted switch
    {
        null => true,
        _ when noted.Video.Sha256 == found.Video.Sha256 => found.CameTwice && !noted.CameTwice,
        _ => found.SeenAt > noted.SeenAt ? IsToBeKept(noted, found) : !IsToBeKept(found, noted),
    };

    /// <summary>Notes it in the archive.</summary>
    public static void Note(Archive archive, DownloadOutcome.Wrong wrong)
    {
        archive.LastProblem = string.Join(' ', wrong.Finding.Reasons);
        if (wrong.IsKept)
            archive.Suspect = wrong.Finding;
        if (wrong.Sha256 is not { } hash || archive.WrongHashes.Contains(hash))
            return;
        if (archive.WrongHashes.Count == MostHashes)
            archive.WrongHashes.RemoveAt(0);
        archive.WrongHashes.Add(hash);
    }
}
