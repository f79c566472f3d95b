using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Archiver;
using Wan.Contracts;
using Wan.DashScope;
using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Bench;

/// <summary>Archiver alone in this process, on the in-memory bus: finds so many results to archive at its start, and ends when all are told.</summary>
internal static class ArchiveWorker
{
    /// <summary>How the process is told from a benchmark.</summary>
    public const string Name = "archive-worker";

    /// <summary>Length of the source's videos.</summary>
    public const int VideoSeconds = 2;

    public static async Task RunAsync(string folder, Uri url, int files, int concurrency)
    {
        await using var app = Build(folder, concurrency, out var told);
        var account = app.Services.GetRequiredService<DashScopeAccounts>()["default"];
        var archives = app.Services.GetRequiredService<IDocuments<Archive>>();
        await app.Services.GetRequiredService<IDocumentStore>().PrepareAsync(CancellationToken.None);
        for (var i = 0; i < files; i++)
            await archives.InsertAsync(Waiting(account, url));

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await app.StartAsync();
        for (var i = 0; i < files; i++)
            await told.WaitAsync(TimeSpan.FromMinutes(10));
        Console.WriteLine(JsonSerializer.Serialize(new Result
        {
            Seconds = watch.Elapsed.TotalSeconds,
            CpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds,
            PeakRssMegabytes = PeakRss(),
        }));
        await app.StopAsync();
    }

    private static WebApplication Build(string folder, int concurrency, out SemaphoreSlim told)
    {
        var archived = told = new SemaphoreSlim(0);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Directory"] = Path.Combine(folder, "data"),
            ["Archive:Directory"] = Path.Combine(folder, "archive"),
            ["Archiver:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Archiver:Concurrency"] = concurrency.ToString(CultureInfo.InvariantCulture),
            ["Archiver:MaxBytes"] = "4000000000",
            ["Bus:InMemory"] = "true",
            ["DASHSCOPE_API_KEY"] = "bench",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddWanHosting("archiver");
        builder.Logging.ClearProviders();
        builder.Services.AddDashScope(builder.Configuration);
        builder.Services.AddArchiver(builder.Configuration);
        builder.Services.AddWanBus(builder.Configuration, bus => bus.AddHandler((VideoArchived _) =>
        {
            archived.Release();
            return Task.CompletedTask;
        }).Endpoint(endpoint => endpoint.Name = "bench"));
        return builder.Build();
    }

    private static Archive Waiting(DashScopeAccount account, Uri url) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        CreatedAt = DateTimeOffset.UtcNow,
        DueAt = DateTimeOffset.UtcNow,
        Tenant = "bench",
        Account = account.Name,
        Model = "wan2.7-r2v",
        TaskId = "bench",
        SealedVideoUrl = ResultUrlSeal.Seal(account, url),
        UrlExpiresAt = DateTimeOffset.UtcNow.AddHours(24),
        Expected = new ExpectedVideo { Width = 1280, Height = 720, Resolution = 720, Fps = 30, Duration = VideoSeconds, Audio = true },
    };

    private static double PeakRss()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>What it took.</summary>
    internal sealed record Result
    {
        public double Seconds { get; init; }

        public double CpuSeconds { get; init; }

        public double PeakRssMegabytes { get; init; }
    }
}
