using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Wan.Hosting;

/// <summary>Traces, metrics and logs over OTLP, by the standard <c>OTEL_*</c> variables.</summary>
internal static class TelemetryExtensions
{
    private static readonly string[] Sources = ["Wan", "Wan.*", "MassTransit", "MongoDB.Driver"];

    private static readonly string[] Meters =
        ["Wan", "Wan.*", "MassTransit", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http"];

    public static void AddWanTelemetry(this WebApplicationBuilder builder, string service)
    {
        if (!Exports(builder))
        {
            builder.Services.AddHostedService<TraceIdsWithoutExport>();
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceNamespace: "wan").AddEnvironmentVariableDetector())
            .WithTracing(traces => traces.AddSource(Sources).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddRuntimeInstrumentation().AddOtlpExporter())
            .WithLogging(logs => logs.AddOtlpExporter(), options =>
            {
                options.IncludeScopes = true;
                options.IncludeFormattedMessage = true;
            });
    }

    private static bool Exports(WebApplicationBuilder builder) =>
        builder.Configuration["OTEL_SDK_DISABLED"] is not ("true" or "True" or "TRUE")
        && new[] { "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT" }
            .Any(key => !string.IsNullOrEmpty(builder.Configuration[key]));

    /// <summary>Without an exporter spans are not recorded, but the trace id of a request is still handed on and shown.</summary>
    private sealed class TraceIdsWithoutExport : IHostedService, IDisposable
    {
        private readonly ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name is "Wan" or "MassTransit" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };

        public Task StartAsync(CancellationToken cancellationToken)
        {
            ActivitySource.AddActivityListener(listener);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => listener.Dispose();
    }
}
