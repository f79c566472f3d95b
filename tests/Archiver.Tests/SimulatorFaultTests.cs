using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Simulator;

namespace Wan.Archiver.Tests;

/// <summary>Every fault that the simulator's downloads can have ends in a valid archive or in a reason.</summary>
public sealed class SimulatorFaultTests
{
    private static readonly ExpectedVideo Expected = new() { Width = 1280, Height = 720, Resolution = 720, Fps = 30, Duration = 2, Audio = true };

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[{"kind":"download_slow","bytes_per_second":200000,"per_task":1}]""")]
    [InlineData("""[{"kind":"download_reset","bytes":30000,"per_task":3}]""")]
    [InlineData("""[{"kind":"download_reset","bytes":30000,"per_task":3},{"kind":"download_no_range"}]""")]
    [InlineData("""[{"kind":"download_wrong_length","bytes":1000,"per_task":2}]""")]
    [InlineData("""[{"kind":"download_wrong_length","bytes":-1000,"per_task":2}]""")]
    [InlineData("""[{"kind":"download_corrupt","bytes":1,"offset":20000,"per_task":2}]""")]
    [InlineData("""[{"kind":"download_corrupt","per_task":8}]""")]
    [InlineData("""[{"kind":"download_error","per_task":3}]""")]
    [InlineData("""[{"kind":"download_expired","per_task":1}]""")]
    [InlineData("""[{"kind":"download_expired","per_task":8}]""")]
    [InlineData("""[{"kind":"download_redirect","per_task":5}]""")]
    public async Task A_fault_that_passes_costs_time_and_no_video(string faults)
    {
        await using var run = await Run.StartAsync(faults);

        var told = await run.Host.HeardAsync<VideoArchived>();

        (told.Video.Width, told.Video.Height, told.Video.Duration, told.Video.Audio).ShouldBe((1280, 720, 2, true));
        told.Video.Warnings.ShouldBeNull();
        run.Host.Heard<ArchivingFailed>().ShouldBeEmpty();
        run.Host.Files().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("""[{"kind":"download_wrong_length","bytes":1000}]""", "The")]
    [InlineData("""[{"kind":"download_error"}]""", "The server answered 503.")]
    [InlineData("""[{"kind":"download_expired"}]""", "The server answered 403.")]
    [InlineData("""[{"kind":"download_redirect"}]""", "no public address")]
    [InlineData("""[{"kind":"download_redirect","location":"http://10.0.0.1/x.mp4"}]""", "no public address")]
    [InlineData("""[{"kind":"download_endless"}]""", "MaxBytes")]
    public async Task A_fault_that_stays_ends_in_a_reason_when_the_vendor_has_the_result_no_more(string faults, string reason)
    {
        await using var run = await Run.StartAsync(faults);

        await run.Host.FailedAsync(reason);
    }

    [Theory]
    [InlineData("""[{"kind":"download_wrong_length","bytes":-1000}]""")]
    [InlineData("""[{"kind":"download_corrupt"}]""")]
    public async Task Damage_that_stays_is_no_verdict_and_what_there_is_is_kept_when_the_vendor_has_the_result_no_more(string faults)
    {
        await using var run = await Run.StartAsync(faults);

        (await run.Host.GivenUpInTimeAsync("checksum")).Error.Code.ShouldBe("quarantined");

        run.Host.Files().Select(Path.GetDirectoryName).ShouldBe(["quarantine", "quarantine"]);
    }

    /// <summary>A finished task of a simulator, an archiver that is told of it, and a Poller that answers its questions.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly WebApplication simulator;
        private readonly HttpClient http;
        private readonly CancellationTokenSource end = new();
        private Task poller = Task.CompletedTask;

        private Run(WebApplication simulator, ArchiverHost host)
        {
            this.simulator = simulator;
            Host = host;
            http = new HttpClient { BaseAddress = new Uri(simulator.Urls.First()) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", "sk-test");
        }

        public ArchiverHost Host { get; }

        public static async Task<Run> StartAsync(string faults)
        {
            var simulator = SimulatorApplication.Build(
                ["--urls=http://127.0.0.1:0", "--Simulator:RenderTime=00:00:00", "--Simulator:QueueDelay=00:00:00", "--Simulator:QueriesPerSecond=0"],
                builder => builder.Logging.ClearProviders());
            await simulator.StartAsync();
            var run = new Run(simulator, await ArchiverHost.StartAsync(new()
            {
                ["Archiver:MaxBytes"] = "20000000",
            }));
            using var answer = await run.http.PutAsync("/simulator/faults", new StringContent(faults, null, "application/json"));
            answer.EnsureSuccessStatusCode();
            await run.BeginAsync();
            return run;
        }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            await poller;
            await Host.DisposeAsync();
            http.Dispose();
            await simulator.DisposeAsync();
            end.Dispose();
        }

        private async Task BeginAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/services/aigc/video-generation/video-synthesis");
            request.Headers.Add("X-DashScope-Async", "enable");
            request.Content = JsonContent.Create(new
            {
                model = "wan2.7-r2v",
                input = new { prompt = "A cat", media = new[] { new { type = "reference_image", url = "https://example.com/cat.png" } } },
                parameters = new { resolution = "720P", duration = 2 },
            });
            using var answer = await http.SendAsync(request);
            var task = (await ReadAsync(answer)).GetProperty("output").GetProperty("task_id").GetString()!;
            var command = await Host.SendAsync(Host.Command(await UrlAsync(task), expected: Expected));
            poller = AnswerAsync(command.GenerationId, task);
        }

        private async Task AnswerAsync(string generation, string task)
        {
            for (var answered = 0; !end.IsCancellationRequested;)
            {
                if (Host.Heard<RefreshResult>().Count() > answered)
                {
                    answered++;

                    // The simulator's clock is the system's.
                    await Host.SendAsync(Host.Command(await UrlAsync(task), generation, Expected, urlLives: TimeSpan.FromHours(24) - Host.Clock.Ahead));
                }

                await Task.Delay(20, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        private async Task<Uri> UrlAsync(string task)
        {
            var url = await Eventually.FindAsync(
                async () =>
                {
                    using var answer = await http.GetAsync($"/api/v1/tasks/{task}");
                    return (await ReadAsync(answer)).GetProperty("output").TryGetProperty("video_url", out var url) ? url.GetString() : null;
                },
                "the task's end");
            return new Uri(url);
        }

        private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
        {
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).Clone();
        }
    }
}
