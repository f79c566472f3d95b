using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wan.Hosting.Clocks;

/// <summary>Unhealthy while this process's clock can't be trusted; the description names both clocks.</summary>
internal sealed class ClockHealthCheck(ClockGuard clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = clock.Heard().ToDictionary(
            heard => $"{heard.Source} {heard.Name}".ToLowerInvariant(), heard => (object)heard.Latest.Middle.TotalSeconds);
        return Task.FromResult(
            !clock.IsTrusted(out var why) ? new HealthCheckResult(context.Registration.FailureStatus, why, data: data)
            : clock.OthersThatAreWrong() is { Count: > 0 } others ? HealthCheckResult.Healthy(string.Join(' ', others), data)
            : HealthCheckResult.Healthy(Describe(clock.Heard()), data));
    }

    private static string? Describe(List<HeardClock> heard) => heard.Count == 0
        ? null
        : "ahead of " + string.Join(", ", heard.OrderBy(clock => clock.Source).Select(clock => FormattableString.Invariant(
            $"{clock.Source.ToString().ToLowerInvariant()} {clock.Name} by {clock.Latest.Middle.TotalSeconds:0.0} s")));
}
