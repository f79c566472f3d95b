using System.Text.Json;
using Wan.DashScope;

namespace Wan.Submitter;

/// <summary>Finds the task of an uncertain submission in the vendor's list: by request id, else by elimination. Pure.</summary>
internal static class RepairDecision
{
    /// <summary>What this look says of one uncertain submission.</summary>
    public static RepairVerdict Decide(Suspect suspect, RepairView view, RepairOptions options, DateTimeOffset now)
    {
        var age = now - (suspect.Attempt.EndedAt ?? now);
        var candidates = Candidates(suspect, view, now);
        if (candidates.Count == 1 && IsOnlyOwner(suspect, candidates[0], view, now) && IsCertain(suspect, candidates[0], view, now))
            return new RepairVerdict.Found(candidates[0]);
        if (candidates.Count == 0 && view.Complete && age >= options.AbsentAfter && suspect.Submission.Looks > 0)
            return new RepairVerdict.Absent();
        return age >= options.GiveUpAfter ? new RepairVerdict.Undecidable() : new RepairVerdict.LookAgain();
    }

    /// <summary>Which finished tasks may be whose is not certain: their prompts would tell.</summary>
    public static IEnumerable<TaskListItem> Ambiguous(RepairView view, DateTimeOffset now) => view.Suspects
        .Where(suspect => suspect.InDoubt)
        .Select(suspect => (Suspect: suspect, Candidates: Candidates(suspect, view, now)))
        .Where(pair => pair.Candidates.Count > 1 || (pair.Candidates.Count == 1
            && (Owners(pair.Candidates[0], view, now).Count > 1 || !IsCertain(pair.Suspect, pair.Candidates[0], view, now))))
        .SelectMany(pair => pair.Candidates)
        .Where(item => item.Status == DashScopeTaskStatus.Succeeded && !view.Prompts.ContainsKey(item.TaskId))
        .DistinctBy(item => item.TaskId);

    /// <summary>The prompt of a vendor's request body; null if it has none.</summary>
    public static string? PromptOf(string? body)
    {
        if (body is null)
            return null;
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("input", out var input) && input.TryGetProperty("prompt", out var prompt)
            ? prompt.GetString()
            : null;
    }

    private static List<TaskListItem> Candidates(Suspect suspect, RepairView view, DateTimeOffset now)
    {
        var fitting = view.Unclaimed.Where(item => Fits(suspect, item, view, now)).ToList();

        // A prompt of its own is as good as a name; a task that carries it beats those that have not said yet.
        var byName = fitting.Where(item => view.Prompts.ContainsKey(item.TaskId)).ToList();
        return byName.Count > 0 && Namesakes(suspect, view) == 1 ? byName[..1] : fitting;
    }

    private static bool IsOnlyOwner(Suspect suspect, TaskListItem item, RepairView view, DateTimeOffset now)
    {
        var owners = Owners(item, view, now);

        // Identical requests may have each other's tasks; the first asks first.
        return owners.TrueForAll(owner => owner == suspect || owner.Submission.RequestHash == suspect.Submission.RequestHash)
            && owners.MinBy(owner => owner.Attempt.SendAt) == suspect;
    }

    // A task that came after we had stopped waiting may as well be somebody else's on the same account, unless it says whose it is.
    private static bool IsCertain(Suspect suspect, TaskListItem item, RepairView view, DateTimeOffset now) =>
        view.Prompts.ContainsKey(item.TaskId)
        || IsNamed(suspect, item)
        || (item.CreatedAt is { } createdAt && view.Offset.Allows(suspect.Attempt, createdAt, TimeSpan.Zero, now));

    private static bool IsNamed(Suspect suspect, TaskListItem item) =>
        suspect.Attempt.VendorRequestId is { } requestId && requestId == item.RequestId;

    private static List<Suspect> Owners(TaskListItem item, RepairView view, DateTimeOffset now) =>
        [.. view.Suspects.Where(suspect => Fits(suspect, item, view, now))];

    private static int Namesakes(Suspect suspect, RepairView view)
    {
        var prompt = PromptOf(suspect.Submission.Body);
        return view.Suspects.Count(other => PromptOf(other.Submission.Body) == prompt);
    }

    private static bool Fits(Suspect suspect, TaskListItem item, RepairView view, DateTimeOffset now)
    {
        // The list's request id is that of the answer to the submit, if the answer came from where tasks are made: an error may come from a
        // gateway before it, with an id of its own. So the same id proves that it is ours, and another one proves nothing.
        if (IsNamed(suspect, item))
            return true;
        if (view.Suspects.Any(other => IsNamed(other, item)))
            return false;
        if (item.CreatedAt is { } createdAt && !view.Offset.Allows(suspect.Attempt, createdAt, view.Late, now))
            return false;
        return !view.Prompts.TryGetValue(item.TaskId, out var prompt) || prompt == PromptOf(suspect.Submission.Body);
    }
}
