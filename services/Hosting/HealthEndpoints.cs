using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: everything it needs is there, or which is missing.</summary>
public static class HealthEndpoints
{
    private static readonly DoorDescription Live = new("isLive", DoorGroups.Service, "Whether the process answers")
    {
        Answers = [new(200, "It does.", typeof(HealthView))],
    };

    private static readonly DoorDescription Ready = new("isReady", DoorGroups.Service, "Whether everything that it needs is there")
    {
        Answers = [new(200, "It is, or what is missing does not keep it from working.", typeof(HealthView)), new(503, "It is not; each check says what is missing.", typeof(HealthView))],
    };

    /// <summary>Maps both.</summary>
    public static void MapWanHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .IsOpen().Describes(Live).TakesAny();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).IsOpen().Describes(Ready).TakesAny();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new HealthView
    {
        Status = Word(report.Status),
        Checks = report.Entries.ToDictionary(entry => entry.Key, entry => new CheckView
        {
            Status = Word(entry.Value.Status),
            Message = entry.Value.Description ?? entry.Value.Exception?.Message,
        }),
    });

    // "unhealthy" and "degraded" as ASP.NET Core knows them; "healthy" for the rest.
    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
