using Wan.Hosting;
using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller.Looks;

/// <summary>Watches the tasks of one account, turn by turn: claims what is due, and looks where that is worth a query.</summary>
internal sealed class AccountLoop(
    ClockCheck clock, HeldWatches held, LookTurn turn, TimeHistories histories, WatchedAccount account, SweepTimes times, TimeProvider time)
{
    private static readonly TimeSpan ClaimInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private long? claimedAt;

    /// <summary>Runs until it is stopped or something fails, and may be run again then.</summary>
    /// <param name="all">Whether everything unfinished is taken at the start.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(bool all, CancellationToken stop)
    {
        times.Begun("poller", account.Name);
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
            times.Ended("poller", account.Name);
            await WaitAsync(next, stop);
        }
    }

    /// <summary>Brings to its end what is under way, and lets others claim at once what is in hand.</summary>
    /// <exception cref="StorageException">Not all of that could be written; what could be is.</exception>
    public async Task FinishAsync()
    {
        try
        {
            await turn.FinishAsync();
        }
        finally
        {
            await Task.WhenAll(histories.SaveAsync(CancellationToken.None, now: true), ReleaseAsync());
        }
    }

    private async Task ReleaseAsync()
    {
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

    private async Task WaitAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (atMost <= TimeSpan.Zero)
            return;
        var signal = account.Signal;
        await using var timer = time.CreateTimer(_ => signal.Raise(), null, atMost, Timeout.InfiniteTimeSpan);
        await signal.WaitAsync(Timeout.InfiniteTimeSpan, stop);
    }
}
