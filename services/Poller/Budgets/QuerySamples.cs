using System.Collections.Concurrent;
using Wan.DashScope.Accounts;
using Wan.Storage;

namespace Wan.Poller.Budgets;

/// <summary>
/// How the budgets were used in the last day, a sample a minute, in memory: what is sampled stands in documents that all replicas share, so that each knows the same since its own start.
/// </summary>
internal sealed class QuerySamples(DashScopeAccounts accounts, IDocuments<Budget> budgets, TimeProvider time)
{
    /// <summary>How long samples are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, IReadOnlyList<QuerySample>> samples = new(StringComparer.Ordinal);

    /// <summary>Samples every account.</summary>
    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        foreach (var account in accounts.All)
        {
            var sample = QuerySample.Of(await budgets.FindAsync(account.Name, cancellationToken), WatchedAccount.OwnQueriesOf(account), time.GetUtcNow());
            samples[account.Name] = [.. Of(account.Name).Where(older => older.At < sample.At && older.At >= sample.At - Kept), sample];
        }
    }

    /// <summary>Those of an account, the oldest first.</summary>
    public IReadOnlyList<QuerySample> Of(string account) => samples.GetValueOrDefault(account, []);
}
