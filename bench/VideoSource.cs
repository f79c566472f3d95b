using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;
using Wan.Simulator;

namespace Wan.Bench;

/// <summary>Serves one of the simulator's videos, filled up to any length, as fast as it goes.</summary>
internal sealed class VideoSource : IAsyncDisposable
{
    private static readonly byte[] Zeros = new byte[256 * 1024];
    private readonly WebApplication app;
    private readonly byte[] video;

    private VideoSource(byte[] video)
    {
        this.video = video;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(ServeAsync);
    }

    public static async Task<VideoSource> StartAsync()
    {
        var source = new VideoSource(await MakeAsync());
        await source.app.StartAsync();
        return source;
    }

    /// <summary>Where a video of so many bytes is.</summary>
    public Uri Url(long bytes) => new($"{app.Urls.First()}/{bytes}");

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        var length = long.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture);
        var padding = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(padding, 1); // The length follows in 64 bits.
        "free"u8.CopyTo(padding.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(padding.AsSpan(8), length - video.Length);
        context.Response.ContentLength = length;
        context.Response.ContentType = "video/mp4";
        await context.Response.Body.WriteAsync(video);
        await context.Response.Body.WriteAsync(padding);
        for (var left = length - video.Length - padding.Length; left > 0; left -= Zeros.Length)
            await context.Response.Body.WriteAsync(Zeros.AsMemory(0, (int)Math.Min(left, Zeros.Length)));
    }

    private static async Task<byte[]> MakeAsync()
    {
        await using var simulator = SimulatorApplication.Build(
            ["--urls=http://127.0.0.1:0", "--Simulator:RenderTime=00:00:00", "--Simulator:QueueDelay=00:00:00"], builder => builder.Logging.ClearProviders());
        await simulator.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(simulator.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "bench");
        using var submit = new HttpRequestMessage(HttpMethod.Post, "/api/v1/services/aigc/video-generation/video-synthesis")
        {
            Content = JsonContent.Create(new
            {
                model = "wan2.7-r2v",
                input = new { prompt = "A cat", media = new[] { new { type = "reference_image", url = "https://example.com/cat.png" } } },
                parameters = new { resolution = "720P", duration = ArchiveWorker.VideoSeconds },
            }),
        };
        submit.Headers.Add("X-DashScope-Async", "enable");
        using var answer = await http.SendAsync(submit);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("output").GetProperty("task_id").GetString();
        var url = await Eventually.FindAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>($"/api/v1/tasks/{id}")).GetProperty("output").TryGetProperty("video_url", out var url) ? url.GetString() : null,
            "the simulator's video");
        return await http.GetByteArrayAsync(new Uri(url));
    }
}
