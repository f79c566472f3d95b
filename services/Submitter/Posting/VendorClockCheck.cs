using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;

namespace Wan.Submitter.Posting;

/// <summary>
/// Asks the vendor for the time, by a list of one task, before the first thing is done that goes by the clock, and again as long as the clock
/// can't be trusted or nothing is known of it.
/// </summary>
internal sealed partial class VendorClockCheck
{
    // A clock that is unknown must not hold up the start for as long as a call may take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2);

    private readonly SharedDocuments shared;
    private readonly DashScopeAccounts accounts;
    private readonly DashScopeClient client;
    private readonly ClockGuard clock;
    private readonly SubmitterMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<VendorClockCheck> logger;
    private volatile bool answered;
    private bool told;

    public VendorClockCheck(
        SharedDocuments shared, DashScopeAccounts accounts, DashScopeClient client, VendorDates dates, ClockGuard clock, SubmitterMetrics metrics, TimeProvider time,
        ILogger<VendorClockCheck> logger)
    {
        (this.shared, this.accounts, this.client, this.clock, this.metrics, this.time, this.logger) = (shared, accounts, client, clock, metrics, time, logger);
        dates.Told -= clock.HeardFromVendor; // Another service in this process may have said so too.
        dates.Told += clock.HeardFromVendor;
    }

    /// <summary>Whether the clock can be trusted; asks the vendor first where that may change the answer.</summary>
    public async Task<bool> IsTrustedAsync(CancellationToken cancellationToken)
    {
        if (!answered || !clock.IsTrusted(out _))
            await AskAsync(cancellationToken);
        var trusted = clock.IsTrusted(out var why);
        if (!trusted && !told)
            Log.NotTrusted(logger, why!);
        else if (trusted && told)
            Log.Trusted(logger);
        told = !trusted;
        return trusted;
    }

    // Whatever goes wrong here leaves things as they are: the next call asks again.
    private async Task AskAsync(CancellationToken cancellationToken) => await Task.WhenAll(accounts.All
        .DistinctBy(account => account.BaseUrl)
        .Select(account => AskAsync(account, cancellationToken).WaitAsync(Patience, time, cancellationToken)))
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task AskAsync(DashScopeAccount account, CancellationToken cancellationToken)
    {
        // A clock that is behind sees everybody's turns far ahead; the question must be asked all the same.
        await shared.TakeListTurnAsync(account, LongestTurn, cancellationToken);
        var outcome = await client.ListAsync(account, new TaskListQuery { PageSize = 1 }, cancellationToken);
        metrics.Asked(account.Name, "list", outcome);
        answered |= outcome is not ListOutcome.Failed { Error.HttpStatus: null };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Nothing is submitted, doubted or repaired by this process: {Why}")]
        public static partial void NotTrusted(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Information, "The clock of this process is right again; it goes on.")]
        public static partial void Trusted(ILogger logger);
    }
}
