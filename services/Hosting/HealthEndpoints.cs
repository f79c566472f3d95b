using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: everything it needs is there, or which is missing.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps both.</summary>
    public static void MapWanHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).TakesAny().IsOpen();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).TakesAny().IsOpen();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new Dictionary<string, object>
    {
        ["status"] = Word(report.Status),
        ["checks"] = report.Entries.ToDictionary(entry => entry.Key, entry => new Dictionary<string, string?>
        {
            ["status"] = Word(entry.Value.Status),
            ["message"] = entry.Value.Description ?? entry.Value.Exception?.Message,
        }),
    });

    // "unhealthy" and "degraded" as ASP.NET Core knows them; "healthy" for the rest.
    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
