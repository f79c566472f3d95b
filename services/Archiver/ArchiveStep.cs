using Wan.Archiver.Download;
using Wan.Contracts;

namespace Wan.Archiver;

/// <summary>What a try means for its archive: pure decisions on the document, the outcome and the time.</summary>
internal static class ArchiveStep
{
    private const int MostPatience = 10;

    /// <summary>Begins anew with one that was given up or whose video is lost. A dead URL stays dead.</summary>
    public static void Begin(Archive archive, DateTimeOffset now)
    {
        archive.UrlIsDead |= archive.SealedVideoUrl is null;
        archive.State = ArchiveState.Waiting;
        archive.DueAt = now;
        archive.Tries = archive.WrongFiles = archive.DeadUrls = archive.Refreshes = 0;
        archive.Error = null;
        archive.CopyIsDue = false;
    }

    /// <summary>The video is kept.</summary>
    public static void Keep(Archive archive, KeptVideo kept, bool copy, DateTimeOffset now)
    {
        archive.State = ArchiveState.Stored;
        archive.Video = kept.Proof;
        archive.RecordFingerprint = kept.RecordFingerprint;
        archive.Key = Archive.KeyOf(archive);
        archive.SealedVideoUrl = null;
        archive.UrlIsDead = false;
        archive.Request = null;
        archive.LastProblem = null;
        archive.Error = null;
        archive.CopyIsDue = copy;
        archive.DueAt = copy ? now : null;
    }

    /// <summary>The try came to nothing: when to try again, whether the vendor is to be asked, or that it is given up.</summary>
    /// <returns>A message to publish after the document is saved, or null.</returns>
    public static object? Miss(Archive archive, DownloadOutcome outcome, ArchiverOptions options, DateTimeOffset now)
    {
        switch (outcome)
        {
            case DownloadOutcome.NoRoom:
                archive.LastProblem = "There is no room on the disk.";
                archive.DueAt = now + options.Interval;
                return null;

            case DownloadOutcome.StoreDown down:
                archive.LastProblem = down.Reason;
                archive.Tries = Math.Min(archive.Tries + 1, options.MaxTries - 1); // What is proven is never given up for a store's sake.
                archive.DueAt = now + BackOff(archive.Tries, options);
                return null;

            case DownloadOutcome.Refused refused:
                return GiveUp(archive, refused.Reason);

            case DownloadOutcome.UrlDead dead:
                archive.LastProblem = dead.Reason;
                if (!archive.UrlIsDead && ++archive.DeadUrls > options.MaxDeadUrls)
                    return GiveUp(archive, $"{dead.Reason} The vendor gave no URL that works.");
                archive.UrlIsDead = true;
                return AskForFreshUrl(archive, options, now);

            case DownloadOutcome.Damaged damaged:
                archive.LastProblem = damaged.Reason;
                if (++archive.WrongFiles >= options.MaxWrongFiles)
                    return GiveUp(archive, damaged.Reason);
                archive.DueAt = now + BackOff(archive.WrongFiles, options);
                return null;

            case DownloadOutcome.Broken broken:
                archive.LastProblem = broken.Reason;
                if (++archive.Tries >= options.MaxTries)
                    return GiveUp(archive, broken.Reason);
                archive.DueAt = now + BackOff(archive.Tries, options);
                return null;

            default:
                throw new ArgumentException($"{outcome} is no miss.", nameof(outcome));
        }
    }

    /// <summary>Wait before try number <paramref name="tries"/> + 1.</summary>
    public static TimeSpan BackOff(int tries, ArchiverOptions options) =>
        TimeSpan.FromSeconds(Math.Min(options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(tries, 30) - 1), options.MaxRetryDelay.TotalSeconds));

    /// <summary>The longest that a fresh URL is waited for before it is asked for again.</summary>
    public static TimeSpan LongestRefresh(ArchiverOptions options) => options.RefreshPatience * MostPatience;

    // The vendor forgets a task when its URL dies, so asking is of no use much later.
    private static object? AskForFreshUrl(Archive archive, ArchiverOptions options, DateTimeOffset now)
    {
        if (archive.Refreshes >= options.MinRefreshes && now > archive.UrlExpiresAt + options.RefreshPatience)
            return GiveUp(archive, "The result URL is dead, and the vendor gave no other before it forgot the task.");
        archive.DueAt = now + options.RefreshPatience * Math.Min(++archive.Refreshes, MostPatience);
        return new RefreshResult { GenerationId = archive.Id, Account = archive.Account, TaskId = archive.TaskId };
    }

    private static object? GiveUp(Archive archive, string reason)
    {
        archive.State = ArchiveState.Failed;
        archive.DueAt = null;
        archive.Error = new GenerationError
        {
            Code = "archiving_failed",
            Message = $"{reason} POST /v1/generations/{archive.Id}/archive tries again while the vendor has it (24 hours).",
        };
        return ArchiveAnswer.Of(archive);
    }
}
