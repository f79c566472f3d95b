using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.DashScope.Requests;
using Wan.Hosting;

namespace Wan.Poller;

/// <summary>
/// What the vendor's answers mean. A task is given up only when the vendor says so, four hours after it started (the vendor's own limit is three),
/// or when its id has expired; UNKNOWN and words that nobody knows are no verdict.
/// </summary>
internal static class VerdictRules
{
    // About five minutes of asking at growing intervals.
    private const int UnknownsUntilLost = 8;

    private static readonly TimeSpan FirstAskAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAskAgain = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ResultLifetime = TimeSpan.FromHours(24);

    /// <summary>Judges an answer.</summary>
    public static Verdict Judge(Watch watch, DashScopeTask task, DashScopeAccount account, PollerOptions options, DateTimeOffset now) =>
        task.Status switch
        {
            DashScopeTaskStatus.Succeeded when task.VideoUrl is not null => Ended(watch, task, Rendered(watch, task, account, now)),
            DashScopeTaskStatus.Failed => Ended(watch, task, Over(WatchEndKind.Failed, watch, task, now, task.Error?.ToGenerationError("rendering_failed"))),
            DashScopeTaskStatus.Canceled => Ended(watch, task, Over(WatchEndKind.Cancelled, watch, task, now, CancelledError(task))),
            DashScopeTaskStatus.Succeeded => Odd(watch, task, options, now),
            DashScopeTaskStatus.Unknown => Unknown(watch, task, options, now),
            _ => Alive(watch, task, options, now),
        };

    private static Verdict Ended(Watch watch, DashScopeTask task, WatchEnd end) => new()
    {
        End = end,
        StartedAt = task.StartedAt ?? watch.StartedAt,
    };

    private static Verdict Alive(Watch watch, DashScopeTask task, PollerOptions options, DateTimeOffset now)
    {
        var started = task.Status == DashScopeTaskStatus.Running ? task.StartedAt ?? watch.StartedAt ?? now : watch.StartedAt;
        if (started < watch.SubmittedAt)
            started = watch.SubmittedAt; // A clock or a time zone is wrong; no task runs before it was submitted.
        var expired = watch.End is null && (Age(watch, now) > options.IdLifetime || now - started > options.RunningLimit);
        return new Verdict
        {
            End = expired ? Expired(watch, task, now, "The task did not end in time: it was still " + task.StatusWord + " at the vendor.") : null,
            StartedAt = started,
            Alive = true,
            AskAgainIn = watch.RefreshWanted && watch.End is not null ? AskAgain(watch) : null,
        };
    }

    private static Verdict Odd(Watch watch, DashScopeTask task, PollerOptions options, DateTimeOffset now) => new()
    {
        End = watch.End is null && Age(watch, now) > options.IdLifetime
            ? Expired(watch, task, now, "The vendor said that the task succeeded but never where its video is.")
            : null,
        StartedAt = task.StartedAt ?? watch.StartedAt,
        OddAnswers = watch.OddAnswers + 1,
        AskAgainIn = AskAgain(watch),
    };

    private static Verdict Unknown(Watch watch, DashScopeTask task, PollerOptions options, DateTimeOffset now)
    {
        var often = watch.OddAnswers + 1 >= UnknownsUntilLost;
        var problem = watch.End is { } known
            ? now - (known.EndedAt ?? known.SeenAt) > ResultLifetime ? "The vendor no longer has the result." : null
            : Age(watch, now) > options.IdLifetime ? "The task's id has expired at the vendor before a result was seen."
            : often && watch.SeenAt is null && (IsTyped(watch) || Age(watch, now) > options.RunningLimit)
                ? $"The vendor has never known this task under account '{watch.Account}': its id belongs to another account or region, or has expired."
                : null;
        return new Verdict
        {
            End = problem is null ? null : Expired(watch, task, now, problem),
            StartedAt = watch.StartedAt,
            OddAnswers = watch.OddAnswers + 1,
            AskAgainIn = AskAgain(watch),
        };
    }

    private static WatchEnd Rendered(Watch watch, DashScopeTask task, DashScopeAccount account, DateTimeOffset now) =>
        Over(WatchEndKind.Rendered, watch, task, now, error: null) with
        {
            SealedVideoUrl = ResultUrlSeal.Seal(account, task.VideoUrl!),
            UrlExpiresAt = ExpiryOf(task.VideoUrl!) ?? (task.EndedAt ?? now) + ResultLifetime,
            Usage = task.Usage,
            PromptSha256 = task.Prompt is { } prompt ? TaskIdentity.Fingerprint(prompt) : null,
        };

    private static WatchEnd Expired(Watch watch, DashScopeTask task, DateTimeOffset now, string message) =>
        Over(WatchEndKind.Expired, watch, task, now, new GenerationError
        {
            Code = "expired",
            Message = message,
            VendorRequestId = task.RequestId,
        });

    private static WatchEnd Over(WatchEndKind kind, Watch watch, DashScopeTask task, DateTimeOffset now, GenerationError? error) => new()
    {
        Kind = kind,
        SeenAt = now,
        SubmittedAt = task.SubmittedAt ?? watch.End?.SubmittedAt,
        StartedAt = task.StartedAt ?? watch.StartedAt,
        EndedAt = task.EndedAt ?? watch.End?.EndedAt,
        Error = error,
        VendorRequestId = task.RequestId,
    };

    private static GenerationError CancelledError(DashScopeTask task) => new()
    {
        Code = "cancelled",
        Message = "The task was cancelled at the vendor before it ran; it costs nothing.",
        VendorRequestId = task.RequestId,
    };

    // An id that the vendor itself gave is believed in for as long as its task may run; one that a person typed is not.
    private static bool IsTyped(Watch watch) => watch.FoundBy == TaskFoundBy.Operator;

    private static TimeSpan Age(Watch watch, DateTimeOffset now) => now - watch.SubmittedAt;

    private static TimeSpan AskAgain(Watch watch) => Backoff.Wait(watch.OddAnswers, FirstAskAgain, LongestAskAgain);

    // OSS puts the end of a signed URL's life into it, as Unix seconds.
    private static DateTimeOffset? ExpiryOf(Uri url) =>
        QueryHelpers.ParseQuery(url.Query).TryGetValue("Expires", out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
