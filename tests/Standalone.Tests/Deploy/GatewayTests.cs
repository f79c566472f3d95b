using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Deploy;

/// <summary>The one address in front of several processes: nginx with our configuration, and what it passes on to.</summary>
public sealed class GatewayTests : IAsyncLifetime, IDisposable
{
    private const int Told = 5;

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> asked = [];
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim heard = new(0);
    private readonly List<WebApplication> servers = [];
    private readonly int port = FreePort.Next();
    private readonly HttpClient http = new() { Timeout = Eventually.Patience };
    private Process? nginx;

    public async Task InitializeAsync()
    {
        var text = await File.ReadAllTextAsync(Repository.File("deploy", "nginx", "nginx.conf"));
        foreach (var name in new[] { "intake", "archiver", "poller" })
            text = text.Replace($" {name}:8080;", $" {new Uri(await ServeAsync(name)).Authority};", StringComparison.Ordinal);
        text = text.Replace("listen 8080;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal).Replace("/tmp/", folder.Path + "/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("nginx.conf"), text);

        nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder.Path, "-c", folder.File("nginx.conf"), "-e", "stderr", "-g", "daemon off;"]))!;
        Watchdog.Add(nginx.Id);
        http.BaseAddress = new Uri($"http://localhost:{port}");
        await Eventually.UntilAsync(
            async () =>
            {
                nginx.HasExited.ShouldBeFalse("nginx takes the configuration");
                try
                {
                    return (await http.GetAsync(new Uri("/health/live", UriKind.Relative))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "nginx");
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (nginx is not null)
        {
            PosixSignals.SendTerminate(nginx.Id);
            await nginx.WaitForExitAsync().WaitAsync(Eventually.Patience);
            Watchdog.Remove(nginx.Id);
            nginx.Dispose();
        }

        foreach (var server in servers)
            await server.DisposeAsync();
    }

    public void Dispose()
    {
        http.Dispose();
        heard.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("/v1/generations?limit=2", "intake /v1/generations?limit=2")]
    [InlineData("/archive/v1/generations/7/video?expires=1&signature=a%2Fb", "archiver /v1/generations/7/video?expires=1&signature=a%2Fb")]
    [InlineData("/vendor/events", "poller /vendor/events")]
    [InlineData("/archives", "intake /archives")]
    public async Task Each_door_is_found_by_its_path_under_the_name_that_was_asked_for(string path, string wanted)
    {
        (await http.GetStringAsync(new Uri(path, UriKind.Relative))).ShouldBe($"{wanted} localhost:{port} 127.0.0.1");
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/archive/metrics")]
    public async Task Figures_are_not_for_everybody(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        asked.ShouldNotContain(line => line.Contains("metrics", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_stream_tells_is_heard_while_it_goes_on()
    {
        await using var stream = await http.GetStreamAsync(new Uri("/stream", UriKind.Relative));
        using var reader = new StreamReader(stream);

        for (var line = 1; line <= Told; line++)
        {
            (await reader.ReadLineAsync().WaitAsync(Eventually.Patience)).ShouldBe($"{line}");
            heard.Release();
        }
    }

    [Fact]
    public async Task What_is_uploaded_is_seen_while_it_comes_however_large_it_is()
    {
        using var content = new Parts(begun.Task);
        using var answer = await http.PostAsync(new Uri("/upload", UriKind.Relative), content);

        (await answer.Content.ReadAsStringAsync()).ShouldBe($"{Parts.Length}");
    }

    private async Task<string> ServeAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var server = builder.Build();
        server.Run(async context =>
        {
            var (request, answer) = (context.Request, context.Response);
            asked.Enqueue(request.Path);
            if (request.Path == "/stream")
            {
                for (var line = 1; line <= Told; line++)
                {
                    await answer.WriteAsync($"{line}\n");
                    await answer.Body.FlushAsync();
                    await heard.WaitAsync(Eventually.Patience);
                }
            }
            else if (request.Path == "/upload")
            {
                var (length, buffer) = (0L, new byte[64 * 1024]);
                for (int read; (read = await request.Body.ReadAsync(buffer)) > 0; length += read)
                    begun.TrySetResult();
                await answer.WriteAsync($"{length}");
            }
            else
            {
                await answer.WriteAsync($"{name} {request.Path}{request.QueryString} {request.Host} {request.Headers["X-Forwarded-For"]}");
            }
        });
        await server.StartAsync();
        servers.Add(server);
        return server.Urls.Single();
    }

    // Sends its first part, and the rest only once somebody has seen that.
    private sealed class Parts(Task seen) : HttpContent
    {
        private const int Part = 1024 * 1024;

        public const long Length = 40L * Part;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[Part]);
            await stream.FlushAsync();
            await seen.WaitAsync(Eventually.Patience);
            for (var part = 1; part < Length / Part; part++)
                await stream.WriteAsync(new byte[Part]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Length;
            return true;
        }
    }
}
