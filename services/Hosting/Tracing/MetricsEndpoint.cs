using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Hosting.Tracing;

/// <summary>
/// <c>GET /metrics</c>, for Prometheus, where <c>OTEL_METRICS_EXPORTER</c> has <c>prometheus</c> in it
/// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
/// </summary>
public static class MetricsEndpoint
{
    /// <summary>Maps it, if it is asked for.</summary>
    public static void MapWanMetrics(this IEndpointRouteBuilder routes)
    {
        if (IsAskedFor(routes.ServiceProvider.GetRequiredService<IConfiguration>()))
            routes.MapPrometheusScrapingEndpoint("/metrics").TakesAny().IsOpen().IsNotDescribed().DisableHttpMetrics();
    }

    /// <summary>Whether it is.</summary>
    internal static bool IsAskedFor(IConfiguration configuration) => !IsOff(configuration) && Exporters(configuration, "METRICS").Contains("prometheus");

    /// <summary>Whether nothing at all is to go out.</summary>
    internal static bool IsOff(IConfiguration configuration) => string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The words of <c>OTEL_..._EXPORTER</c>.</summary>
    internal static string[] Exporters(IConfiguration configuration, string signal) =>
        configuration[$"OTEL_{signal}_EXPORTER"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
