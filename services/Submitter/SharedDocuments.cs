using System.Collections.Concurrent;
using Wan.DashScope.Accounts;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Submitter;

/// <summary>The documents that all submissions have in common: lines by model, quotas by account and model, states by account.</summary>
internal sealed class SharedDocuments(
    IDocuments<LineState> lines, IDocuments<Quota> quotas, IDocuments<AccountState> states, DashScopeAccounts accounts, TimeBounds bounds, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SharedDocument<LineState>> lineOf = new();
    private readonly ConcurrentDictionary<string, SharedDocument<Quota>> quotaOf = new();
    private readonly ConcurrentDictionary<string, SharedDocument<AccountState>> stateOf = new();

    /// <summary>Every model that ever had a line, as far as this process knows.</summary>
    public ICollection<string> Models => lineOf.Keys;

    /// <summary>The states of the accounts, as last seen here.</summary>
    public IEnumerable<AccountState> States => stateOf.Values.Select(state => state.Latest).OfType<AccountState>();

    /// <summary>The quotas, as last seen here.</summary>
    public IEnumerable<Quota> Quotas => quotaOf.Values.Select(quota => quota.Latest).OfType<Quota>();

    /// <summary>The accounts that may run a model.</summary>
    public IEnumerable<DashScopeAccount> AccountsFor(string model) => accounts.All.Where(account => account.Runs(model));

    public SharedDocument<LineState> Line(string model) => lineOf.GetOrAdd(model, id => new(
        lines, id, () => new LineState { Id = id, CreatedAt = time.GetUtcNow() }));

    public SharedDocument<Quota> Quota(string account, string model) => quotaOf.GetOrAdd(Wan.Submitter.Quotas.Quota.IdFor(account, model), id => new(
        quotas, id, () => new Quota { Id = id, CreatedAt = time.GetUtcNow(), Account = account, Model = model }, bounds.Apply));

    public SharedDocument<AccountState> State(string account) => stateOf.GetOrAdd(account, id => new(
        states, id, () => new AccountState { Id = id, CreatedAt = time.GetUtcNow() }, bounds.Apply));

    /// <summary>Waits for this account's next turn at the list, of which all replicas have one in so many seconds.</summary>
    /// <param name="account">Whose list.</param>
    /// <param name="atMost">A turn that is later is not waited for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task TakeListTurnAsync(DashScopeAccount account, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var turn = await State(account.Name).ChangeAsync(state => (true, state.TakeListTurn(account.RepairQueriesPerSecond, time.GetUtcNow())));
        var wait = turn - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait < atMost ? wait : atMost, time, cancellationToken);
    }

    /// <summary>Learns of models whose generations came in at other replicas.</summary>
    public async Task DiscoverAsync(CancellationToken cancellationToken)
    {
        var query = new PageQuery { Limit = 1000 };
        foreach (var line in (await lines.PageAsync(query, cancellationToken)).Items)
            Line(line.Id);
    }
}
