using Wan.Archiver.Download;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Salvage;
using Wan.Contracts;
using Wan.Hosting;

namespace Wan.Archiver;

/// <summary>
/// What a try means for its archive: pure decisions on the document, the outcome and the time. Nothing is given up by counting: a result is
/// tried for as long as its URL, and a fresh one, may live.
/// </summary>
internal static class ArchiveRules
{
    private const string Quarantined = "quarantined";

    // What our own settings forbid is changed by a person, and each try may cost as many bytes as are allowed.
    private const int RefusalsPauseLonger = 12;

    private const int LongestPatience = 10;

    /// <summary>Begins anew with one that was given up or whose video is lost. A dead URL stays dead.</summary>
    public static void Begin(Archive archive, DateTimeOffset now)
    {
        archive.UrlIsDead |= archive.SealedVideoUrl is null;
        archive.State = ArchiveState.Waiting;
        archive.DueAt = now;
        archive.Tries = archive.DeadUrls = archive.Refreshes = 0;
        archive.AskedAt = archive.NotBefore = null;
        archive.Error = null;
        archive.Accepted = false;
        archive.CopyIsDue = false;
    }

    /// <summary>What is in quarantine is to become the video.</summary>
    public static void Accept(Archive archive, DateTimeOffset now)
    {
        Begin(archive, now);
        archive.Accepted = true;
    }

    /// <summary>Sets or lifts the hold. Each change is dated later than the one before, whatever the clocks of two processes say.</summary>
    /// <returns>Whether there is anything to save.</returns>
    public static bool Hold(Archive archive, bool hold, DateTimeOffset now)
    {
        if (archive.Hold == hold && archive.HoldChangedAt is not null)
            return false;
        archive.Hold = hold;
        archive.HoldChangedAt = archive.HoldChangedAt >= now ? archive.HoldChangedAt.Value.AddTicks(1) : now;
        return true;
    }

    /// <summary>The video is to be deleted, unless it is on hold. While it is fetched anew it is not: what comes would be left.</summary>
    /// <returns>Whether there is anything to save.</returns>
    public static bool Delete(Archive archive, string reason, DateTimeOffset now)
    {
        if (archive.Hold)
            return Hold(archive, hold: true, now); // An older release has not dated it.
        if (archive is not { State: ArchiveState.Stored or ArchiveState.Failed, Video: not null })
            return false;
        archive.State = ArchiveState.Deleting;
        archive.DeletionReason = reason;
        archive.DueAt = now;
        return true;
    }

    /// <summary>All of it is to be deleted, unless it is on hold. While something is fetched it is not: what comes would be left.</summary>
    /// <returns>Whether there is anything to save.</returns>
    public static bool Erase(Archive archive, string reason, DateTimeOffset now)
    {
        if (archive.Hold)
            return Hold(archive, hold: true, now);
        if (archive is { Erase: true, State: ArchiveState.Deleting } or { State: ArchiveState.Waiting })
            return false;
        archive.Erase = true;
        archive.State = ArchiveState.Deleting;
        archive.DeletionReason = reason;
        archive.DueAt = now;
        return true;
    }

    /// <summary>Something is in quarantine that was not noted when it was put there.</summary>
    public static void Adopt(Archive archive, Suspect found)
    {
        archive.Suspect = found;
        if (archive.State is ArchiveState.Failed)
            archive.Error = ErrorOf(archive, archive.LastProblem ?? string.Join(' ', found.Reasons));
    }

    /// <summary>A URL has come that may do better. It is tried at once, unless those before were refused.</summary>
    public static void TakeFreshUrl(Archive archive, ArchiveVideo message, DateTimeOffset now)
    {
        archive.SealedVideoUrl = message.SealedVideoUrl;
        archive.UrlIsDead = false;
        archive.UrlExpiresAt = message.UrlExpiresAt;
        archive.Usage = message.Usage ?? archive.Usage;
        archive.Request ??= message.Request;
        archive.RequestHash ??= message.RequestHash;
        archive.RequestBytes ??= message.RequestBytes;
        archive.AtRisk = false;
        archive.DueAt = archive.NotBefore > now ? archive.NotBefore : now;
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
        archive.NotBefore = archive.AskedAt = null;
        archive.Request = null;
        archive.LastProblem = null;
        archive.Error = null;
        archive.Suspect = null;
        archive.WrongHashes = [];
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
                return TryAgain(archive, down.Reason, options, now);

            case DownloadOutcome.Broken broken:
                return TryAgain(archive, broken.Reason, options, now);

            case DownloadOutcome.Wrong wrong:
                QuarantineRules.Note(archive, wrong);
                if (wrong is { IsKept: true, Finding.CameTwice: true })
                    return GiveUp(archive, archive.LastProblem!);
                return wrong.MayBeElsewhere
                    ? AskForFreshUrl(archive, BackOff(++archive.Tries, options), options, now)
                    : TryAgain(archive, archive.LastProblem!, options, now);

            case DownloadOutcome.NotInQuarantine missing:
                archive.Accepted = false;
                return GiveUp(archive, missing.Reason);

            case DownloadOutcome.UrlDead dead:
                archive.LastProblem = dead.Reason;
                return AskForFreshUrl(archive, BackOff(++archive.DeadUrls, options), options, now);

            case DownloadOutcome.Refused refused:
                archive.LastProblem = refused.Reason;
                return AskForFreshUrl(archive, BackOff(++archive.DeadUrls, options, RefusalsPauseLonger), options, now);

            case DownloadOutcome.UrlOver:
                return AskForFreshUrl(archive, archive.DeadUrls++ == 0 ? TimeSpan.Zero : BackOff(archive.DeadUrls, options), options, now); // The vendor may repeat itself.

            default:
                throw new ArgumentException($"{outcome} is no miss.", nameof(outcome));
        }
    }

    /// <summary>What to do shortly before a URL dies: whether to raise the alarm, and the question for a fresh URL while the vendor may have one.</summary>
    /// <remarks>Whatever holds it up, a full disk too, a fresh URL gives it another life.</remarks>
    public static (bool Alarm, RefreshResult? Question) Remind(Archive archive, ArchiverOptions options, DateTimeOffset now)
    {
        if (archive.Accepted || archive.UrlExpiresAt - now > options.DeadlineAlarm)
            return (false, null);
        var alarm = !archive.AtRisk;
        archive.AtRisk = true;
        var asks = now < ForgottenAt(archive, options) && (archive.AskedAt is not { } asked || now - asked >= Patience(archive, options));
        return (alarm, asks ? Ask(archive, now) : null);
    }

    /// <summary>The furthest ahead that a waiting archive is ever due, apart from its claim.</summary>
    public static TimeSpan LongestWait(ArchiverOptions options)
    {
        var (refresh, retry) = (options.RefreshPatience * LongestPatience, options.MaxRetryDelay * RefusalsPauseLonger);
        return refresh > retry ? refresh : retry;
    }

    /// <summary>Wait before try number <paramref name="tries"/> + 1.</summary>
    public static TimeSpan BackOff(int tries, ArchiverOptions options, int longer = 1) =>
        Backoff.Wait(tries - 1, options.RetryDelay, options.MaxRetryDelay * longer);

    private static object? TryAgain(Archive archive, string problem, ArchiverOptions options, DateTimeOffset now)
    {
        archive.LastProblem = problem;
        archive.DueAt = now + BackOff(++archive.Tries, options);
        return null;
    }

    // While the old URL lives it is tried again if no fresh one comes: what refused it may pass.
    private static object? AskForFreshUrl(Archive archive, TimeSpan pause, ArchiverOptions options, DateTimeOffset now)
    {
        archive.UrlIsDead = true;
        if (archive.Refreshes >= options.MinRefreshes && now >= archive.UrlExpiresAt && now >= ForgottenAt(archive, options))
        {
            return GiveUp(archive, archive.LastProblem is { } problem
                ? $"{problem} The time of the result URL is over, and the vendor gave no other before it forgot the task."
                : "The time of the result URL is over, and the vendor gave no other before it forgot the task.");
        }

        var question = Ask(archive, now);
        archive.NotBefore = now + pause;
        archive.DueAt = now + (pause > Patience(archive, options) ? pause : Patience(archive, options));
        return question;
    }

    private static RefreshResult Ask(Archive archive, DateTimeOffset now)
    {
        archive.Refreshes++;
        archive.AskedAt = now;
        return new RefreshResult { GenerationId = archive.Id, Account = archive.Account, TaskId = archive.TaskId };
    }

    private static TimeSpan Patience(Archive archive, ArchiverOptions options) =>
        options.RefreshPatience * Math.Clamp(archive.Refreshes, 1, LongestPatience);

    // The archive is noted after the task's end.
    private static DateTimeOffset ForgottenAt(Archive archive, ArchiverOptions options) => archive.CreatedAt + options.ResultLifetime;

    private static object? GiveUp(Archive archive, string reason)
    {
        archive.State = ArchiveState.Failed;
        archive.DueAt = null;
        archive.Error = ErrorOf(archive, reason);
        return ArchiveMessages.Of(archive);
    }

    private static GenerationError ErrorOf(Archive archive, string reason)
    {
        var path = $"/v1/generations/{archive.Id}";
        return archive.Suspect is null
            ? new GenerationError
            {
                Code = "archiving_failed",
                Message = $"{reason} POST {path}/archive tries again while the vendor has it (24 hours).",
            }
            : new GenerationError
            {
                Code = Quarantined,
                Message = $"{reason} What came is kept in quarantine: GET {path}/quarantine shows it, GET {path}/quarantine/video fetches it, "
                    + $"POST {path}/quarantine/accept makes it the video, POST {path}/archive asks the vendor once more while it has it (24 hours).",
            };
    }
}
