using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>Watches the tasks of one account, turn by turn: claims what is due, and looks where that is worth a query.</summary>
internal sealed class AccountLoop(
    ClockCheck clock, HeldWatches held, LookTurn turn, TimeHistories histories, WatchedAccount account, TimeProvider time)
{
    private static readonly TimeSpan ClaimInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private long? claimedAt;

    /// <summary>Runs until it is stopped; what is under way then is brought to its end.</summary>
    /// <param name="all">Whether everything unfinished is taken at the start.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(bool all, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (!await clock.IsTrustedAsync(stop))
                {
                    held.ForgetAll();
                    await WaitAsync(ClockCheck.Interval, stop);
                    continue;
                }

                var begun = time.GetTimestamp();
                if (claimedAt is not { } last || time.GetElapsedTime(last) >= ClaimInterval)
                {
                    claimedAt = begun;
                    await held.ClaimAsync(all, stop);
                    all = false;
                }

                held.TellRan();
                var next = await turn.TakeAsync(begun, stop);
                await histories.SaveAsync(stop);
                await WaitAsync(next, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await FinishAsync();
        }
    }

    private async Task WaitAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (atMost <= TimeSpan.Zero)
            return;
        var signal = account.Signal;
        await using var timer = time.CreateTimer(_ => signal.Raise(), null, atMost, Timeout.InfiniteTimeSpan);
        await signal.WaitAsync(Timeout.InfiniteTimeSpan, stop);
    }

    private async Task FinishAsync()
    {
        await turn.FinishAsync();
        await histories.SaveAsync(CancellationToken.None, now: true);
        using var timer = new CancellationTokenSource(ReleaseTimeout);
        try
        {
            await held.ReleaseAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            // The leases end by themselves.
        }
    }
}
