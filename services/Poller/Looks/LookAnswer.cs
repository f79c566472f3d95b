using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>What an answer to the question for one task says of it. Does no I/O: <see cref="TaskAsker"/> asks and saves; <c>./wan plan</c> concludes by it too.</summary>
internal static class LookAnswer
{
    /// <summary>Notes what the vendor answered.</summary>
    /// <param name="watch">The task; changed, but not its document.</param>
    /// <param name="task">The answer.</param>
    /// <param name="held">All tasks in hand.</param>
    /// <param name="lists">What lists are good for; told where one left the task out.</param>
    /// <param name="see">Takes in what is certain of a task now.</param>
    /// <param name="account">Whose task it is.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="now">The time.</param>
    /// <returns>What it means for the document.</returns>
    public static Verdict Take(
        HeldWatch watch,
        DashScopeTask task,
        IReadOnlyList<HeldWatch> held,
        ListConditions lists,
        Action<HeldWatch, Sighting> see,
        DashScopeAccount account,
        PollerOptions options,
        DateTimeOffset now)
    {
        var verdict = VerdictRules.Judge(watch.Watch, task, account, options, now);
        if (task.SubmittedAt is { } created)
            watch.Created(created);
        if (verdict.Alive && (watch.Gone || watch.NotRunningAt > verdict.StartedAt + ListConditions.ClockTolerance))
            Missed(watch, held, lists);
        watch.AskedAt = now;
        watch.NotBefore = verdict.AskAgainIn is { } wait ? now + wait : default;
        if (verdict.Alive)
            see(watch, SightingOf(watch, verdict, now));
        return verdict;
    }

    // A list left it out although it runs.
    private static void Missed(HeldWatch watch, IReadOnlyList<HeldWatch> held, ListConditions lists)
    {
        if (!watch.LeftOutByName || watch.ListedAt is not null)
        {
            watch.Misses++;
            return;
        }

        // What such a list does not show need not be over: the next one is not narrowed to the model.
        lists.DoubtNames();
        foreach (var other in held)
        {
            if (other.LeftOutByName && other.ListedAt is null)
                (other.Gone, other.NotRunningAt) = (false, default);
        }
    }

    private static Sighting SightingOf(HeldWatch watch, Verdict verdict, DateTimeOffset now) => verdict.StartedAt is { } started
        ? new Sighting(Running: true, started, now)
        : new Sighting(Running: false, watch.Watch.SubmittedAt, now);
}
