using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Tracing;

namespace Wan.Hosting.Tests;

/// <summary>What goes out over OTLP, to a collector of a few lines.</summary>
[Collection("environment")]
public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_go_to_the_endpoint_that_the_environment_names()
    {
        var received = new ConcurrentDictionary<string, ConcurrentBag<byte[]>>();
        await using var collector = await StartCollectorAsync(received);
        using var endpoint = new EnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First());
        using var protocol = new EnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");

        byte[] traceId;
        await using (var app = Build())
        {
            await app.StartAsync();
            using (var activity = WanTrace.Begin("submit", Untraced))
            {
                traceId = Convert.FromHexString(activity.Span!.TraceId.ToHexString());
                app.Services.GetRequiredService<ILogger<TelemetryTests>>().Log(LogLevel.Warning, "A line for the collector");
            }

            await app.StopAsync();
        }

        received.Keys.Order(StringComparer.Ordinal).ShouldBe(["/v1/logs", "/v1/metrics", "/v1/traces"]);
        received["/v1/traces"].ShouldContain(body => Contains(body, traceId));
        received["/v1/traces"].ShouldContain(body => Contains(body, "telemetry-tests"));
        received["/v1/logs"].ShouldContain(body => Contains(body, "A line for the collector") && Contains(body, traceId));
    }

    [Fact]
    public async Task Without_an_endpoint_a_trace_still_has_an_id()
    {
        await using var app = Build();
        await app.StartAsync();
        using var activity = WanTrace.Begin("submit", Untraced);
        WanTrace.Origin.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("prometheus", HttpStatusCode.OK)]
    [InlineData("otlp, prometheus", HttpStatusCode.OK)]
    [InlineData("otlp", HttpStatusCode.NotFound)]
    [InlineData(null, HttpStatusCode.NotFound)]
    public async Task Prometheus_is_served_where_the_environment_says_so_without_any_endpoint_of_OTLP(string? exporter, HttpStatusCode status)
    {
        using var exporters = new EnvironmentVariable("OTEL_METRICS_EXPORTER", exporter);
        await using var app = Build();
        app.UseWanDoors();
        app.MapWanMetrics();
        using var times = new SweepTimes(TimeProvider.System);
        times.Begun("scraped");
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await http.GetAsync("/metrics?any=parameter");
        using var misled = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = "wan.example.com" } };
        using var refusal = await http.SendAsync(misled);

        answer.StatusCode.ShouldBe(status);
        refusal.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        if (status == HttpStatusCode.OK)
            (await answer.Content.ReadAsStringAsync()).ShouldMatch("""wan_sweep_age_seconds\{[^}]*wan_sweep="scraped"\} """);
    }

    [Fact]
    public async Task No_key_and_no_signature_goes_out()
    {
        var received = new ConcurrentDictionary<string, ConcurrentBag<byte[]>>();
        await using var collector = await StartCollectorAsync(received);
        using var endpoint = new EnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First());
        using var protocol = new EnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        using var allTheLog = new EnvironmentVariable("Logging__LogLevel__Default", "Information");

        await using (var app = Build())
        {
            app.UseWanDoors();
            app.MapGet("/inner", () => "inner").Needs(Scopes.Read);
            app.MapGet("/outer", async (HttpContext context) =>
            {
                using var inner = new HttpClient();
                return await inner.GetStringAsync(new Uri($"http://{context.Request.Host}/inner?expires=1&signature=SECRETSIGNATURE"));
            }).Needs(Scopes.Read);
            await app.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            http.DefaultRequestHeaders.Add("Authorization", "Bearer wan_SECRETKEY");
            (await http.GetStringAsync("/outer?expires=1&signature=SECRETSIGNATURE")).ShouldBe("inner");
            await app.StopAsync();
        }

        received["/v1/traces"].ShouldContain(body => Contains(body, "/inner"));
        received["/v1/traces"].ShouldContain(body => Contains(body, "/outer"));
        received.Values.SelectMany(bodies => bodies).ShouldAllBe(body => !Contains(body, "SECRET"));
    }

    private static readonly ITraced Untraced = new Document();

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.AddWanHosting("telemetry-tests");
        return builder.Build();
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, ConcurrentBag<byte[]>> received)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.GetOrAdd(request.Path, _ => []).Add(body.ToArray());
        });
        await app.StartAsync();
        return app;
    }

    private static bool Contains(byte[] body, string text) => Contains(body, Encoding.UTF8.GetBytes(text));

    private static bool Contains(byte[] body, byte[] part) => body.AsSpan().IndexOf(part) >= 0;

    private sealed class Document : ITraced
    {
        public string? TraceParent => null;

        public string? TraceState => null;
    }

    private sealed class EnvironmentVariable : IDisposable
    {
        private readonly string name;

        public EnvironmentVariable(string name, string? value)
        {
            this.name = name;
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(name, null);
    }
}

/// <summary>Tests that change the environment of this process run by themselves.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class EnvironmentTests;
