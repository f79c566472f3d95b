using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Tracing;

namespace Wan.Hosting;

/// <summary>What every service process has: logs, telemetry, health endpoints, a patient shutdown.</summary>
public static class WanHostingExtensions
{
    // Where Kestrel listens if nothing is said.
    private const string Unsaid = "http://localhost:5000";

    /// <summary>Adds secrets that stand in files, logs on one line each, OpenTelemetry, the manners of HTTP doors and health checks.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="service">Its name in traces and metrics, such as <c>submitter</c>.</param>
    /// <exception cref="ConfigurationProblemException">The secrets can't be read.</exception>
    public static WebApplicationBuilder AddWanHosting(this WebApplicationBuilder builder, string service)
    {
        builder.Configuration.AddSecretFiles(builder.Configuration);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBufferSize = 128 * 1024; // For each connection, while its large body waits for room; by itself it takes 1 MiB.
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff'Z' ";
        });
        builder.Logging.AddEventSourceLogger(); // For dotnet-trace and dotnet-monitor; costs nothing while nobody listens.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None); // Whoever asked is told; what is missing logs for itself.
        builder.AddWanTelemetry(service);
        builder.Services.AddWanDoors(builder.Configuration);
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton(TimeProvider.System);

        // A POST that is under way at shutdown is paid for: its answer is worth the wait.
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = TimeSpan.FromMinutes(2);
            options.ServicesStopConcurrently = true;
        });
        return builder;
    }

    /// <summary>Runs the process until it is told to stop. What it writes is for its own user only. With <c>--health</c> first, asks one that runs whether it is ready.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="build">Builds the process; a setting that is wrong ends it with one line that names the key.</param>
    /// <returns>The exit code: 0, or 78 (EX_CONFIG of sysexits.h) for a wrong setting; of <c>--health</c> 0 or 1.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        if (args is [HealthVerb.Word, .. var settings])
            return await HealthVerb.RunAsync(settings, Unsaid, Console.Out);
        PrivateFiles.Use();
        try
        {
            var app = build(args);
            app.Services.GetService<IStartupValidator>()?.Validate(); // Before the host, which would write a stack trace of it.
            await AccessAtStart.CheckAsync(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (ConfigurationProblems.Describe(exception) is { } problem)
        {
            await Console.Error.WriteLineAsync($"Not started. {problem}");
            return 78;
        }
    }
}
