using Wan.DashScope;

namespace Wan.Submitter;

/// <summary>What is done with tasks that no generation has. Pure.</summary>
internal static class StrayRules
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    // The vendor forgets a task a day after it has ended.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(28);

    /// <summary>The list that is to be read now: what was made since the last one, and a while before it.</summary>
    public static TaskListQuery Query(StrayBook book, SubmitterOptions options, DateTimeOffset now)
    {
        var allowance = options.Repair.ClockAllowance;
        var from = (book.ListedTo ?? now) - options.Strays.Overlap - allowance;
        var earliest = now - TimeSpan.FromHours(23);
        return new TaskListQuery { From = from > earliest ? from : earliest, To = now + allowance };
    }

    /// <summary>Takes the turn to list the account's tasks, if it has come.</summary>
    public static bool TakeTurn(StrayBook book, StrayOptions options, DateTimeOffset now)
    {
        if (book.NextListAt > now)
            return false;
        book.NextListAt = now + options.Interval;
        return true;
    }

    /// <summary>A task that nobody has been seen to have.</summary>
    public static Stray Unknown(TaskListItem item, StrayOptions options, DateTimeOffset now) => new()
    {
        Model = item.Model ?? "",
        CreatedAt = item.CreatedAt ?? now,
        LookAt = now + options.FirstLook,
    };

    /// <summary>It has not told whose it is, or has not ended: again, later each time.</summary>
    public static Stray Later(Stray stray, StrayOptions options, DateTimeOffset now)
    {
        var wait = options.FirstLook * Math.Pow(2, Math.Min(stray.Looks, 20));
        return stray with { Looks = stray.Looks + 1, LookAt = now + (wait < LongestWait ? wait : LongestWait) };
    }

    /// <summary>Cuts what lies further ahead than these rules can have put it: the clock of whoever wrote it was ahead.</summary>
    public static bool Bound(StrayBook book, StrayOptions options, DateTimeOffset now, TimeSpan allowance)
    {
        var listIsLate = book.NextListAt > now + options.Interval + allowance;
        if (listIsLate)
            book.NextListAt = now;
        if (book.ListedTo > now + allowance)
            book.ListedTo = now;
        var late = book.Tasks.Where(pair => pair.Value.LookAt > now + LongestWait + options.FirstLook + allowance).Select(pair => pair.Key).ToList();
        late.ForEach(id => book.Tasks[id] = book.Tasks[id] with { LookAt = now });
        return listIsLate || late.Count > 0;
    }

    /// <summary>Forgets what the vendor has forgotten too, and what is known once no list can show it again.</summary>
    public static void Prune(StrayBook book, SubmitterOptions options, DateTimeOffset now)
    {
        var listed = options.Strays.Overlap + (2 * options.Repair.ClockAllowance) + options.Strays.Interval;
        var old = book.Tasks.Where(pair => now - pair.Value.CreatedAt is var age && (age > KeptFor || (pair.Value.LookAt is null && age > 2 * listed)));
        foreach (var id in old.Select(pair => pair.Key).ToList())
            book.Tasks.Remove(id);
    }

    /// <summary>
    /// Whether the task can have been made of this submission's request: it was POSTed on that account before the task was made, and prompt and
    /// facts agree.
    /// </summary>
    public static bool CanBeOf(Submission submission, string account, Stray stray, ToldTask told, TimeSpan allowance) =>
        (stray.Model.Length == 0 || stray.Model == submission.Model)
        && submission.Attempts.Exists(attempt => attempt.Account == account && attempt.SendAt <= stray.CreatedAt + allowance)
        && told.IsOf(submission) == true;
}
