using Wan.DashScope.Client;
using Wan.Hosting;

namespace Wan.Submitter.Repairs;

/// <summary>What is done with tasks that no generation has. Pure.</summary>
internal static class StrayRules
{
    /// <summary>How often a task that has succeeded is asked for its prompt before it is taken for one whose prompt the vendor does not tell: over an hour in all, at the defaults.</summary>
    public const int PromptLooks = 8;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    // The vendor forgets a task a day after it has ended.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(28);

    // It lists no longer span than a day, allowances included.
    private const int HoursListed = 23;

    /// <summary>
    /// The lists that are to be read now: what was made since the last one, and a while before it; and one hour of the last day, each in turn, for
    /// tasks that were not shown in their time.
    /// </summary>
    public static IReadOnlyList<TaskListQuery> Queries(StrayBook book, SubmitterOptions options, DateTimeOffset now)
    {
        var allowance = options.Repair.ClockAllowance;
        var from = (book.ListedTo ?? now) - options.Strays.Overlap - allowance;
        var earliest = now - TimeSpan.FromHours(HoursListed);
        var hour = now - TimeSpan.FromHours(book.Hour);
        return
        [
            new TaskListQuery { From = from > earliest ? from : earliest, To = now + allowance },
            new TaskListQuery { From = hour - TimeSpan.FromHours(1) - allowance, To = hour + allowance },
        ];
    }

    /// <summary>The lists have been read.</summary>
    /// <param name="book">What is known.</param>
    /// <param name="now">When they were asked for. What was more than could be read then comes with its hour.</param>
    public static void Listed(StrayBook book, DateTimeOffset now)
    {
        book.ListedTo = now;
        book.Hour = (book.Hour + 1) % HoursListed;
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
    public static Stray Later(Stray stray, StrayOptions options, DateTimeOffset now) =>
        stray with { Looks = stray.Looks + 1, LookAt = now + Backoff.Wait(stray.Looks, options.FirstLook, LongestWait) };

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

    /// <summary>Forgets what the vendor has forgotten too.</summary>
    public static void Prune(StrayBook book, DateTimeOffset now)
    {
        foreach (var id in book.Tasks.Where(pair => now - pair.Value.CreatedAt > KeptFor).Select(pair => pair.Key).ToList())
            book.Tasks.Remove(id);
        book.ForgetForeign(now - KeptFor);
    }

    /// <summary>
    /// Whether the task can have been made of this submission's request: it was POSTed on that account before the task was made, and the prompt is
    /// the same.
    /// </summary>
    public static bool CanBeOf(Submission submission, string account, Stray stray, ToldTask told, TimeSpan allowance) =>
        (stray.Model.Length == 0 || stray.Model == submission.Model)
        && submission.Attempts.Exists(attempt => attempt.Account == account && attempt.SendAt <= stray.CreatedAt + allowance)
        && told.HasPromptOf(submission);
}
