using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

public sealed class LostVideoTests
{
    [Fact]
    public async Task A_video_that_was_lost_in_the_archive_comes_back_from_the_vendor()
    {
        using var folder = new TemporaryFolder();
        await using var standalone = new ServiceProcess("Standalone", new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path,
            ["Archive__MinFreeBytes"] = "1",
            ["Simulator__QueueDelay"] = "00:00:00",
            ["Simulator__RenderTime"] = "00:00:00",
        });
        await standalone.StartAsync();
        using var http = new HttpClient { BaseAddress = standalone.Address };
        var id = await PlaceAsync(http);
        var video = await WaitForVideoAsync(http, id, standalone);
        File.Delete(Directory.EnumerateFiles(folder.File("archive"), $"{id}.mp4", SearchOption.AllDirectories).Single());

        using var answer = await http.PostAsync($"/v1/generations/{id}/archive", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await WaitForVideoAsync(http, id, standalone)).ShouldBe(video);
    }

    private static async Task<string> PlaceAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.6-r2v-flash",
            input = new { prompt = "character1 dances", reference_urls = new[] { "https://example.com/dance.mp4" } },
            parameters = new { size = "1280*720", duration = 2 },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<byte[]> WaitForVideoAsync(HttpClient http, string id, ServiceProcess standalone)
    {
        byte[]? video = null;
        await Eventually.UntilAsync(
            async () =>
            {
                using var answer = await http.GetAsync($"/v1/generations/{id}/video");
                video = answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync() : null;
                return video is not null;
            },
            () => $"the video{standalone.Tail()}");
        return video!;
    }
}
