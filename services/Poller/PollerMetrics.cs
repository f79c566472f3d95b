using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Wan.Hosting.Tracing;
using Wan.Poller.Budgets;
using Wan.Poller.Looks;

namespace Wan.Poller;

/// <summary>The meter <c>Wan.Poller</c>: which tasks are watched, and what is asked of how much may be.</summary>
internal sealed class PollerMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Poller");
    private readonly Counter<long> queries;
    private readonly LabelSet models = new(100);
    private readonly ConcurrentDictionary<string, (HeldWatches Held, QueryBudget Budget)> loops = new(StringComparer.Ordinal);

    public PollerMetrics()
    {
        queries = meter.CreateCounter<long>("wan.poller.queries", "{query}", "Queries of the vendor, by account, kind and outcome.");
        meter.CreateObservableGauge("wan.poller.tasks", Tasks, "{task}", "Unfinished tasks that this process watches, by account and model; of all replicas together: their sum.");
        meter.CreateObservableGauge(
            "wan.poller.budget.allowed", () => Budgets(budget => budget.Allowed), "{query}/s", "Queries a second that may be sent now by all replicas together, by account; 0 while the vendor refuses them. Every replica says the same.");
        meter.CreateObservableGauge(
            "wan.poller.budget.used", () => Budgets(budget => 1 - budget.Left), "1", "The share of these, 0 to 1, that all replicas together have used within the last second, by account. Every replica says the same.");
    }

    /// <summary>The loop of an account runs from now on.</summary>
    public void Begun(string account, HeldWatches held, QueryBudget budget) => loops[account] = (held, budget);

    /// <summary>It does not any more.</summary>
    public void Ended(string account) => loops.TryRemove(account, out _);

    public void Asked(string account, string kind, object outcome) => queries.Add(1, new TagList
    {
        { WanAttributes.Account, account }, { WanAttributes.QueryKind, kind }, { WanAttributes.Outcome, WanTrace.Word(outcome) },
    });

    public void Dispose() => meter.Dispose();

    // An account without any says so too: a figure that is gone would stay as it was.
    private IEnumerable<Measurement<int>> Tasks() => loops.SelectMany(loop => loop.Value.Held.All is { Count: > 0 } held
        ? held.CountBy(watch => models.Of(watch.Watch.Model)).Select(count => new Measurement<int>(
            count.Value,
            new KeyValuePair<string, object?>(WanAttributes.Account, loop.Key),
            new KeyValuePair<string, object?>(WanAttributes.Model, count.Key)))
        : [new Measurement<int>(0, new KeyValuePair<string, object?>(WanAttributes.Account, loop.Key))]);

    private IEnumerable<Measurement<double>> Budgets(Func<QueryBudget, double> figure) => loops.Select(
        loop => new Measurement<double>(figure(loop.Value.Budget), new KeyValuePair<string, object?>(WanAttributes.Account, loop.Key)));
}
