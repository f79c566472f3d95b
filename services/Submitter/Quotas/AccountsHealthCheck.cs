using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.DashScope.Accounts;
using Wan.Submitter.Line;

namespace Wan.Submitter.Quotas;

/// <summary>
/// Says which accounts and models on them are paused, why, and until when, and which accounts can't be reached. The service itself is ready:
/// the line keeps what waits for them.
/// </summary>
internal sealed class AccountsHealthCheck(DashScopeAccounts accounts, SharedDocuments shared) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var found = new List<string?>();
        foreach (var account in accounts.All)
        {
            found.Add(Obstacles.Of(await shared.State(account.Name).ReadAsync(cancellationToken)));
            foreach (var model in shared.Models.Where(account.Runs))
                found.Add(Obstacles.Of(await shared.Quota(account.Name, model).ReadAsync(cancellationToken)));
        }

        var obstacles = found.OfType<string>().ToList();
        return obstacles.Count == 0
            ? HealthCheckResult.Healthy($"{accounts.All.Count} in use")
            : HealthCheckResult.Degraded(string.Join("; ", obstacles));
    }
}
