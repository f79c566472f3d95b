using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.DashScope;

namespace Wan.Submitter;

/// <summary>Says which accounts are paused, why, and until when. The service itself is ready: the line keeps what waits for them.</summary>
internal sealed class AccountsHealthCheck(DashScopeAccounts accounts, SharedDocuments shared) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var paused = new List<string>();
        foreach (var account in accounts.All)
        {
            var state = await shared.State(account.Name).ReadAsync(cancellationToken);
            if (state.PausedFor is not null)
                paused.Add($"account {account.Name} is paused until {state.PausedUntil:u}: {state.PausedFor}");
        }

        return paused.Count == 0
            ? HealthCheckResult.Healthy($"{accounts.All.Count} in use")
            : HealthCheckResult.Degraded(string.Join("; ", paused));
    }
}
