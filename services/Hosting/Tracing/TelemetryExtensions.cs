using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Wan.Hosting.Tracing;

/// <summary>Traces, metrics and logs over OTLP, and metrics for Prometheus, by the standard <c>OTEL_*</c> variables.</summary>
internal static class TelemetryExtensions
{
    private static readonly string[] Sources = ["Wan", "Wan.*", "MongoDB.Driver"];

    private static readonly string[] Meters =
        ["Wan", "Wan.*", "MassTransit", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http"];

    public static void AddWanTelemetry(this WebApplicationBuilder builder, string service)
    {
        var (traces, metrics, logs) = (EndpointOf("TRACES"), EndpointOf("METRICS"), EndpointOf("LOGS"));
        if (traces is null)
            builder.Services.AddHostedService<TraceIdsWithoutExport>();
        var isScraped = MetricsEndpoint.IsAskedFor(builder.Configuration);
        if ((traces ?? metrics ?? logs) is null && !isScraped)
            return;

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceNamespace: "wan").AddEnvironmentVariableDetector());
        if (traces is not null)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(Sources).AddAspNetCoreInstrumentation(WithoutProbesAndStreams).AddHttpClientInstrumentation(WithinTraces)
                .AddProcessor(_ => new WholeSteps(Exporter(builder.Configuration, traces))));
        }

        if (metrics is not null || isScraped)
        {
            telemetry.WithMetrics(metering =>
            {
                metering.AddMeter(Meters).AddRuntimeInstrumentation();
                if (metrics is not null)
                    metering.AddOtlpExporter(options => metrics.Apply(options));
                if (isScraped)
                    metering.AddPrometheusExporter();
            });
        }

        if (logs is not null)
        {
            telemetry.WithLogging(logging => logging.AddOtlpExporter(options => logs.Apply(options)), options =>
            {
                options.IncludeScopes = true;
                options.IncludeFormattedMessage = true;
            });
        }

        // https://opentelemetry.io/docs/specs/otel/protocol/exporter/ and .../configuration/sdk-environment-variables/
        Endpoint? EndpointOf(string signal)
        {
            var (common, own) = (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], builder.Configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);
            var exporters = MetricsEndpoint.Exporters(builder.Configuration, signal);
            var isOff = exporters.Contains("none") || (exporters.Contains("prometheus") && !exporters.Contains("otlp"));
            if (isOff || MetricsEndpoint.IsOff(builder.Configuration) || (string.IsNullOrEmpty(common) && string.IsNullOrEmpty(own)))
                return null;
            return string.IsNullOrEmpty(own) ? new Endpoint(Own: null) : Uri.TryCreate(own, UriKind.Absolute, out var address) ? new Endpoint(address)
                : throw new ConfigurationProblemException($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT", "must be an address such as http://localhost:4318/v1/traces");
        }
    }

    // As AddOtlpExporter does, which can't be given a processor of ours: from the configuration, wherever that has them from.
    private static BatchActivityExportProcessor Exporter(ConfigurationManager configuration, Endpoint endpoint)
    {
        var (options, batches) = (new OtlpExporterOptions(), new BatchExportActivityProcessorOptions());
        if (Of("PROTOCOL") is { } protocol)
            options.Protocol = protocol == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Headers = Of("HEADERS") ?? options.Headers;
        options.TimeoutMilliseconds = Number(Of("TIMEOUT"), options.TimeoutMilliseconds);
        options.Endpoint = endpoint.Own
            ?? new Uri(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]!.TrimEnd('/') + (options.Protocol == OtlpExportProtocol.HttpProtobuf ? "/v1/traces" : ""));
        return new BatchActivityExportProcessor(
            new OtlpTraceExporter(options), Batch("MAX_QUEUE_SIZE", batches.MaxQueueSize), Batch("SCHEDULE_DELAY", batches.ScheduledDelayMilliseconds),
            Batch("EXPORT_TIMEOUT", batches.ExporterTimeoutMilliseconds), Batch("MAX_EXPORT_BATCH_SIZE", batches.MaxExportBatchSize));

        string? Of(string name) => configuration[$"OTEL_EXPORTER_OTLP_TRACES_{name}"] ?? configuration[$"OTEL_EXPORTER_OTLP_{name}"];
        int Batch(string name, int otherwise) => Number(configuration[$"OTEL_BSP_{name}"], otherwise);
        static int Number(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }

    // A stream of events goes on for hours: its span would say nothing, and come when all is over.
    private static void WithoutProbesAndStreams(AspNetCoreTraceInstrumentationOptions options) => options.Filter = context =>
        !context.Request.Path.StartsWithSegments("/health")
        && !(HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments("/v1") && context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal));

    // What a sweep or a list asks is nobody's trace. The one that asks is current here already.
    private static void WithinTraces(HttpClientTraceInstrumentationOptions options) =>
        options.FilterHttpRequestMessage = _ => Activity.Current is not { } request || request.ParentSpanId != default;

    /// <summary>Where a signal goes.</summary>
    /// <param name="Own">An address of its own, as it stands; null for the one that all share.</param>
    private sealed record Endpoint(Uri? Own)
    {
        public void Apply(OtlpExporterOptions options)
        {
            if (Own is not null)
                options.Endpoint = Own; // Even to what it is, setting it makes it one of its own.
        }
    }

    /// <summary>Without an exporter spans are not recorded, but the trace id of a request is still handed on and shown.</summary>
    private sealed class TraceIdsWithoutExport : IHostedService, IDisposable
    {
        private readonly ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name is "Wan" or "Microsoft.AspNetCore",
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
