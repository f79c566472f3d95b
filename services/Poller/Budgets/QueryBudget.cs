using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Poller.Budgets;

/// <summary>One replica's access to the budget of one account: takes queries in batches and reports them when they have ended.</summary>
internal sealed class QueryBudget(WatchedAccount account, IDocuments<Budget> budgets, BudgetBounds bounds, TimeProvider time) : IDisposable
{
    // What others have spent only matters to the price until then: whoever takes queries reads it anew.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly string replica = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.CreateVersion7():N}";
    private readonly double queriesPerSecond = account.OwnQueriesPerSecond;
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock gate = new();
    private readonly Dictionary<long, int> ended = [];
    private int underWay;
    private volatile Reading? latest;

    /// <summary>Share of the budget that was not spent when it was last looked at, 0 to 1.</summary>
    public double Left { get; private set; } = 1;

    /// <summary>Queries a second that were allowed when it was last looked at; 0 while none is.</summary>
    public double Allowed { get; private set; } = account.OwnQueriesPerSecond;

    /// <summary>When it is worth asking for more.</summary>
    public DateTimeOffset NextFree { get; private set; }

    /// <summary>Why nothing may be asked now; null if it may.</summary>
    public string? BlockedBecause { get; private set; }

    /// <summary>Whether another replica has used this budget within the last few seconds.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>Tasks that this replica watches; the others are told within a second.</summary>
    public int Held { get; set; }

    /// <summary>Takes queries, as many as there are.</summary>
    /// <param name="wanted">How many of each class, in the order of <see cref="QueryClass"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many of each class are granted. Each must be given back by <see cref="Ended"/>.</returns>
    public async Task<int[]> TakeAsync(IReadOnlyList<int> wanted, CancellationToken cancellationToken)
    {
        int[] granted = [];
        await ChangeAsync(
            (budget, now) =>
            {
                granted = BudgetRules.Take(budget, queriesPerSecond, replica, wanted, now);
                return granted.Sum() > 0;
            },
            () => granted.Sum(),
            cancellationToken);
        return granted;
    }

    /// <summary>A query that was taken has ended, or was not needed.</summary>
    public void Ended()
    {
        lock (gate)
        {
            underWay--;
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            ended[now] = ended.GetValueOrDefault(now) + 1;
        }
    }

    /// <summary>Tells the other replicas what has ended here, and how many tasks are watched; nothing is written if neither is news.</summary>
    public Task ReportAsync(CancellationToken cancellationToken) => ChangeAsync((_, _) => false, () => 0, cancellationToken);

    /// <summary>
    /// Brings <see cref="Left"/> and the others up to now while nothing is taken: as <see cref="ReportAsync"/> if the budget was not read for a second, or
    /// something has ended here and others wait to hear of it; else by what was read then. Alone it is not worth a write of its own: until it is told, what
    /// has ended counts as under way, which lets nobody ask too much.
    /// </summary>
    public Task LookAsync(CancellationToken cancellationToken)
    {
        var (mine, reported) = Snapshot();
        if (latest is not { } known || time.GetElapsedTime(known.At) >= LookInterval || (reported.Count > 0 && HasOthers))
            return ReportAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var budget = known.Budget.Copy();
        BudgetRules.Report(budget, replica, mine, reported, now);
        Note(budget, now);
        return Task.CompletedTask;
    }

    /// <summary>The vendor refused a query as one too many.</summary>
    public Task ThrottledAsync() => ChangeAsync((budget, now) =>
    {
        BudgetRules.Throttled(budget, queriesPerSecond, now);
        return true;
    });

    /// <summary>A query failed on the way or at the vendor.</summary>
    public Task FailedAsync() => ChangeAsync((budget, now) =>
    {
        BudgetRules.Failed(budget, Random.Shared.NextDouble(), now);
        return true;
    });

    /// <summary>The vendor does not accept the key.</summary>
    public Task UnauthorisedAsync(TimeSpan pause) => ChangeAsync((budget, now) =>
    {
        BudgetRules.Unauthorised(budget, pause, now);
        return true;
    });

    /// <summary>A query went well; written only if the last one didn't.</summary>
    public ValueTask SucceededAsync()
    {
        if (!failing)
            return ValueTask.CompletedTask;
        return new ValueTask(ChangeAsync((budget, _) =>
        {
            var news = budget.Failures > 0;
            BudgetRules.Succeeded(budget);
            return news;
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private volatile bool failing;

    private Task ChangeAsync(Func<Budget, long, bool> change) => ChangeAsync(change, () => 0, CancellationToken.None);

    private async Task ChangeAsync(Func<Budget, long, bool> change, Func<int> taken, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var (at, reported) = (0L, new List<SpentQueries>());
            var budget = await budgets.ChangeOrCreateAsync(account.Name, () => new Budget { Id = account.Name, CreatedAt = time.GetUtcNow() }, Apply, cancellationToken);
            lock (gate)
            {
                foreach (var spent in reported)
                {
                    ended[spent.At] -= spent.Count;
                    if (ended[spent.At] == 0)
                        ended.Remove(spent.At);
                }

                underWay += taken();
            }

            latest = new Reading(budget, time.GetTimestamp());
            Note(budget, at);

            bool Apply(Budget budget)
            {
                (var mine, reported) = Snapshot();
                at = time.GetUtcNow().ToUnixTimeMilliseconds();
                var changed = bounds.Apply(budget, queriesPerSecond); // What was cut is written, so that it grows old.
                var held = Held;
                changed |= BudgetRules.IsNews(budget, replica, held, at);
                BudgetRules.Report(budget, replica, mine, reported, at, held);
                changed |= change(budget, at);
                budget.WrittenBy = ThisProcess.Name;
                return changed || reported.Count > 0;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private (int UnderWay, List<SpentQueries> Ended) Snapshot()
    {
        lock (gate)
            return (underWay, [.. ended.OrderBy(entry => entry.Key).Select(entry => new SpentQueries(entry.Key, entry.Value))]);
    }

    private sealed record Reading(Budget Budget, long At);

    private void Note(Budget budget, long now)
    {
        Left = BudgetRules.Left(budget, queriesPerSecond, now);
        NextFree = DateTimeOffset.FromUnixTimeMilliseconds(BudgetRules.NextFree(budget, queriesPerSecond, now));
        BlockedBecause = budget.BlockedUntil > now ? budget.BlockedBecause : null;
        Allowed = BudgetRules.Allowed(budget, queriesPerSecond, now);
        HasOthers = budget.Replicas.Any(share => share.Key != replica && share.Value.At > now - 5000);
        failing = budget.Failures > 0;
    }
}
