namespace Wan.Poller.Looks;

/// <summary>One turn of an account's loop: plans what is worth a query, takes queries from the budget, and begins the looks.</summary>
internal sealed class LookTurn(
    HeldWatches held, ListConditions lists, Spending spending, LookRunner runner, WatchedAccount account, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan IdleTick = TimeSpan.FromMilliseconds(250);

    private TimeSpan planning;

    /// <summary>Takes the turn.</summary>
    /// <param name="begun">When the loop began with it, a timestamp of the clock.</param>
    /// <param name="stop">Ends it before anything is taken.</param>
    /// <returns>For how long there is nothing more to do; may be negative.</returns>
    public async Task<TimeSpan> TakeAsync(long begun, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var plan = LookRules.Plan(held.All, lists, spending.Allow(held.ArePushed(now), now), account.Options, now);
        if (plan.Count > 0)
            planning += 0.1 * (time.GetElapsedTime(begun) - planning);
        foreach (var look in await spending.TakeAsync(plan, stop))
            _ = RunAsync(look);
        return Wait(plan.Count, held.All.Count, spending.UntilFree - planning); // What is planned while the next query comes free can be sent once it is.
    }

    /// <summary>For how long there is nothing more to do after a turn, unless something is raised; may be negative.</summary>
    /// <param name="planned">Looks that were worth it.</param>
    /// <param name="held">Tasks in hand.</param>
    /// <param name="untilFree">For how long it is not worth asking the budget for more.</param>
    public static TimeSpan Wait(int planned, int held, TimeSpan untilFree)
    {
        if (planned == 0)
            return held == 0 ? IdleTick : Tick;
        return untilFree < Tick ? untilFree : Tick;
    }

    /// <summary>Waits for the looks that are under way.</summary>
    public Task FinishAsync() => spending.FinishAsync();

    private async Task RunAsync(Look look)
    {
        try
        {
            await runner.RunAsync(look);
        }
        finally
        {
            spending.Ended(look);
        }
    }
}
