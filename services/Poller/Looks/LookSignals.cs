using System.Collections.Concurrent;
using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>What consumers and the loops of this process tell each other: that there is news, and what a query costs just now.</summary>
internal sealed class LookSignals(DashScopeAccounts accounts)
{
    private readonly ConcurrentDictionary<string, Signal> signals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> prices = new(StringComparer.Ordinal);

    /// <summary>The signal of an account's loop.</summary>
    public Signal Of(string account) => signals.GetOrAdd(account, _ => new Signal());

    /// <summary>There is something new to look at.</summary>
    public void Raise(string account) => Of(account).Raise();

    /// <summary>What a query of this account costs, in seconds of waiting.</summary>
    public double PriceOf(string account) => prices.GetOrAdd(
        account, name => LookTiming.Price(accounts.TryGet(name, out var known) ? known.QueriesPerSecond : 1, left: 1, spare: 1));

    /// <summary>The price has changed.</summary>
    public void SetPrice(string account, double price) => prices[account] = price;
}
