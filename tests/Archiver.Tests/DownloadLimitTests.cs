using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>How much is downloaded, and how fast.</summary>
public sealed class DownloadLimitTests
{
    private static readonly byte[] Clip = Clips.Sound;

    [Fact]
    public async Task An_endless_body_ends_at_the_size_limit()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:MaxBytes"] = "1000000" });
        var sent = 0L;

        await host.SendAsync(host.Command(server.Answer("/a.mp4", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[100_000], context.RequestAborted).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
                sent += 100_000;
            }
        })));

        await host.FailedAsync("MaxBytes");
        sent.ShouldBeLessThan(100_000_000);
    }

    [Fact]
    public async Task A_body_announced_as_too_long_is_not_read_at_all()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Answer("/a.mp4", async context =>
        {
            context.Response.ContentLength = 10L << 30;
            await context.Response.Body.WriteAsync(Clip);
        })));

        await host.FailedAsync("MaxBytes");
    }

    [Fact]
    public async Task The_bandwidth_limit_holds_downloads_back()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:BytesPerSecond"] = $"{Clip.Length * 2}" });
        var url = server.Serve("/a.mp4", Clip);
        var begun = DateTime.UtcNow;

        await host.SendAsync(host.Command(url));
        await host.SendAsync(host.Command(url));
        await Eventually.UntilAsync(() => host.Heard<VideoArchived>().Count() == 2, "both");

        // Two clips at two clips a second: a lower bound, which no slow machine can break.
        (DateTime.UtcNow - begun).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
    }
}
