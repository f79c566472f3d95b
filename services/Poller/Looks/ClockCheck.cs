using Microsoft.Extensions.Logging;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Poller.Looks;

/// <summary>
/// Whether the loop of an account may go by this process's clock. Asks the vendor for the time, by a list of one task, before the loop begins, and again
/// as long as the clock can't be trusted; and draws in what a process whose clock was ahead has put off for hours.
/// </summary>
internal sealed partial class ClockCheck(
    IDocuments<Watch> watches, AccountQueries queries, WatchedAccount account, ClockGuard clock, TimeProvider time, ILogger<ClockCheck> logger)
{
    /// <summary>How long to wait where it can't be trusted.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PutOffInterval = TimeSpan.FromSeconds(5);

    private long? lookedAt;
    private long? askedAt;
    private bool told;

    /// <summary>Whether it can be trusted now.</summary>
    public async Task<bool> IsTrustedAsync(CancellationToken stop)
    {
        if (askedAt is not { } last || (time.GetElapsedTime(last) >= Interval && !clock.IsTrusted(out _)))
            await AskAsync(stop);
        var trusted = clock.IsTrusted(out var why);
        if (!trusted && !told)
            Log.NotTrusted(logger, account.Name, why!);
        else if (trusted && told)
            Log.Trusted(logger, account.Name);
        told = !trusted;
        if (trusted)
            await DrawInAsync(stop);
        return trusted;
    }

    private async Task AskAsync(CancellationToken stop)
    {
        if (!await queries.TryTakeListAsync(stop))
            return;
        askedAt = time.GetTimestamp();
        await queries.ListAsync(new TaskListQuery { PageSize = 1 }, stop);
    }

    private async Task DrawInAsync(CancellationToken stop)
    {
        if (lookedAt is { } last && time.GetElapsedTime(last) < PutOffInterval)
            return;
        lookedAt = time.GetTimestamp();
        var longest = account.Options.Lease + HeldWatches.Courtesy;
        var furthest = longest > account.Options.LongestTrustInLists ? longest : account.Options.LongestTrustInLists;
        await watches.DrawInAsync(account.Name, time.GetUtcNow() + furthest + clock.MaxOffset, watch => watch.DueAt = time.GetUtcNow(), logger, stop);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Nothing is asked for account {Account} by this process: {Why}")]
        public static partial void NotTrusted(ILogger logger, string account, string why);

        [LoggerMessage(2, LogLevel.Information, "The clock of this process is right again; tasks of account {Account} are asked for.")]
        public static partial void Trusted(ILogger logger, string account);
    }
}
