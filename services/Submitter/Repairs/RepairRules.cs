using Wan.Contracts;
using Wan.DashScope.Client;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Repairs;

/// <summary>
/// Finds the task of an uncertain submission in the vendor's list. A task is its own only on proof: the request id of its POST, or, once it has
/// succeeded, its prompt and facts. It has none only if the list shows later tasks of ours, again and again, and nothing that may be its own. Pure.
/// </summary>
internal static class RepairRules
{
    /// <summary>What this look says of one uncertain submission.</summary>
    public static RepairVerdict Decide(Suspect suspect, RepairView view, RepairOptions options, DateTimeOffset now)
    {
        if (view.Unclaimed.FirstOrDefault(item => IsNamed(suspect, item)) is { } named)
            return new RepairVerdict.Found(named, TaskFoundBy.RequestId);

        var fitting = view.Unclaimed.Where(item => Fits(suspect, item, view, now)).ToList();
        var proven = fitting.Where(item => IsOrHasNone(view.Orphans.GetValueOrDefault(item.TaskId), suspect) && view.Told.GetValueOrDefault(item.TaskId)?.IsOf(suspect.Submission) == true)
            .OrderBy(item => item.CreatedAt).ThenBy(item => item.TaskId, StringComparer.Ordinal).ToList();
        if (proven.Count > 0 && TurnAmongTwins(suspect, view, proven, now) is { } turn)
            return new RepairVerdict.Found(proven[turn], TaskFoundBy.Prompt);

        var age = now - (suspect.Attempt.EndedAt ?? now);
        var candidates = fitting.ConvertAll(item => new TaskCandidate
        {
            TaskId = item.TaskId,
            Status = item.StatusWord,
            CreatedAt = item.CreatedAt,
            Matches = proven.Contains(item) ? true : null,
        });
        var empty = fitting.Count == 0 && view.Complete && view.IsWitnessed(suspect.Attempt, options.Witnesses);
        if (empty && age >= options.AbsentAfter && suspect.Submission.EmptyLooks + 1 >= options.EmptyLooks)
            return new RepairVerdict.Absent();
        var waits = age < options.GiveUpAfter || (proven.Count == 0 && fitting.Exists(MayTell) && age < options.ForgottenAfter);
        return waits
            ? new RepairVerdict.LookAgain { Candidates = candidates, Empty = empty }
            : new RepairVerdict.Undecidable(Reason(suspect, candidates.Count, proven.Count, view)) { Candidates = candidates, Empty = empty };
    }

    /// <summary>Succeeded tasks that may be somebody's in doubt: what they say of themselves would tell.</summary>
    public static IEnumerable<TaskListItem> ToAsk(RepairView view, DateTimeOffset now) => view.Unclaimed.Where(item =>
        item.Status == DashScopeTaskStatus.Succeeded
        && view.Suspects.Any(suspect => suspect.InDoubt && Fits(suspect, item, view, now)));

    /// <summary>
    /// Which of the proven tasks is this one's: identical requests may have each other's, the first has the first task. Null if it is none's for
    /// certain: there are more tasks than POSTs that can have made them, so that another program must have sent the same prompt, or a POST that
    /// differs in what the vendor does not show may have made it, were it one that was given up since.
    /// </summary>
    private static int? TurnAmongTwins(Suspect suspect, RepairView view, List<TaskListItem> proven, DateTimeOffset now)
    {
        var twins = view.Suspects.Where(other => other.Submission.PromptSha256 == suspect.Submission.PromptSha256
            && proven.Exists(item => Fits(other, item, view, now) && view.Told[item.TaskId].IsOf(other.Submission) == true)).ToList();
        if (proven.Count > twins.Count || twins.Exists(twin => twin.Submission.RequestHash != suspect.Submission.RequestHash))
            return null;
        var order = twins.Where(twin => !twin.IsOver).GroupBy(twin => twin.Submission.Id).OrderBy(twin => twin.Min(attempt => attempt.Attempt.SendAt))
            .ThenBy(twin => twin.Key, StringComparer.Ordinal).Select(twin => twin.Key).ToList();
        var turn = order.IndexOf(suspect.Submission.Id);
        return turn < proven.Count ? turn : null;
    }

    private static bool IsOrHasNone(string? generationId, Suspect suspect) => generationId is null || generationId == suspect.Submission.Id;

    // What has succeeded has been asked, and of what is unknown nothing comes any more.
    private static bool MayTell(TaskListItem item) => item.Status is DashScopeTaskStatus.Pending or DashScopeTaskStatus.Running;

    private static bool IsNamed(Suspect suspect, TaskListItem item) =>
        suspect.Attempt.VendorRequestId is { Length: > 0 } requestId && requestId == item.RequestId;

    // What has failed or was cancelled is free: whoever made it, nothing is paid twice.
    private static bool Fits(Suspect suspect, TaskListItem item, RepairView view, DateTimeOffset now) =>
        item.Status is not (DashScopeTaskStatus.Failed or DashScopeTaskStatus.Canceled)
        && !view.Suspects.Any(other => IsNamed(other, item))
        && (item.CreatedAt is not { } createdAt || view.Offset.Allows(suspect.Attempt, createdAt, view.Late, now))
        && view.Told.GetValueOrDefault(item.TaskId)?.IsOf(suspect.Submission) != false;

    private static string Reason(Suspect suspect, int candidates, int proven, RepairView view) => (candidates, proven) switch
    {
        (_, > 1) => $"{proven} tasks on this account have its prompt and facts, more than it can have made: another program may have sent the same.",
        (_, 1) => "A task on this account has its prompt and facts, and a POST of another generation that differs in what the vendor does not show may have made it.",
        ( > 0, _) => $"{candidates} tasks on this account may be its own, and do not tell their prompts.",
        _ when !view.Complete => "The vendor's list misses tasks that it should show, so that its silence proves nothing.",
        _ when view.IsOfEarlierKey(suspect.Attempt) => "The vendor's list shows no task of it, but the account has another API key or address than its POST was sent with, and nothing shows that both are of one account at the vendor, "
            + "so that its silence proves nothing.",
        _ => "The vendor's list shows no task of it, but no later task of this account and model either, so that its silence proves nothing. "
            + "It is settled by itself once another generation of this model has been submitted and is listed.",
    };
}
