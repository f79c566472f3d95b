using System.Collections.Concurrent;
using Wan.DashScope.Accounts;

namespace Wan.Submitter.Quotas;

/// <summary>
/// How the accounts were used in the last day, a sample a minute, in memory: what is sampled stands in documents that all replicas share, so that each knows the same since its own start.
/// </summary>
internal sealed class AccountLoads(DashScopeAccounts accounts, AccountReader reader, TimeProvider time)
{
    /// <summary>How long samples are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, IReadOnlyList<LoadSample>> samples = new(StringComparer.Ordinal);

    /// <summary>Samples every account.</summary>
    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        foreach (var account in accounts.All)
        {
            var quotas = await reader.QuotasAsync(account, cancellationToken);
            var sample = new LoadSample(
                time.GetUtcNow(), quotas.Sum(quota => quota.Slots.Count), quotas.Count * account.RunningTasks, quotas.Sum(quota => quota.Starts), quotas.Sum(quota => quota.Throttles));
            samples[account.Name] = [.. Of(account.Name).Where(older => older.At < sample.At && older.At >= sample.At - Kept), sample];
        }
    }

    /// <summary>Those of an account, the oldest first.</summary>
    public IReadOnlyList<LoadSample> Of(string account) => samples.GetValueOrDefault(account, []);
}
