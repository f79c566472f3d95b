using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Poller.Looks;
using Wan.Poller.Timing;

namespace Wan.Poller;

/// <summary>The account that the services of a scope work for, with what follows from its settings. Told when the scope begins.</summary>
internal sealed class WatchedAccount(LookSignals signals, IOptions<PollerOptions> options)
{
    private DashScopeAccount? account;

    /// <summary>The account.</summary>
    /// <exception cref="InvalidOperationException">It was not told.</exception>
    public DashScopeAccount Account
    {
        get => account ?? throw new InvalidOperationException("This scope is no account's.");
        set => account = value;
    }

    /// <summary>Its name.</summary>
    public string Name => Account.Name;

    /// <summary>How tasks are watched.</summary>
    public PollerOptions Options => options.Value;

    /// <summary>Wakes its loop.</summary>
    public Signal Signal => signals.Of(Name);

    /// <summary>Queries a second that Poller may make. What is kept for Submitter's repairs is not ours; but a task that is never asked for never ends.</summary>
    public double OwnQueriesPerSecond => OwnQueriesOf(Account);

    /// <summary>The least that a query can cost, in seconds of waiting: with the whole budget left and next to nothing asked.</summary>
    public double LowestPrice => LowestPriceOf(Account);

    /// <summary><see cref="OwnQueriesPerSecond"/> of an account.</summary>
    public static double OwnQueriesOf(DashScopeAccount account) => Math.Max(1, account.QueriesPerSecond - account.RepairQueriesPerSecond);

    /// <summary><see cref="LowestPrice"/> of an account.</summary>
    public static double LowestPriceOf(DashScopeAccount account) => LookTiming.Price(account.QueriesPerSecond, left: 1, spare: 1);
}
