using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.DashScope.Accounts;
using Wan.Poller.Budgets;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>Says of which accounts nothing may be asked, why, and until when. The service itself is ready: their tasks wait.</summary>
internal sealed class PausedAccountsHealthCheck(DashScopeAccounts accounts, IDocuments<Budget> budgets, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var paused = new List<string>();
        foreach (var account in accounts.All)
        {
            var budget = await budgets.FindAsync(account.Name, cancellationToken);
            if (budget is not { BlockedBecause: { } because })
                continue;
            var until = DateTimeOffset.FromUnixTimeMilliseconds(budget.BlockedUntil);
            if (until > time.GetUtcNow())
                paused.Add($"tasks of account {account.Name} are not asked for until {until:u}: {because}");
        }

        return paused.Count == 0
            ? HealthCheckResult.Healthy($"{accounts.All.Count} asked")
            : HealthCheckResult.Degraded(string.Join("; ", paused));
    }
}
