using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>Keys where each service is a process: Intake knows them, the others know Intake.</summary>
[Collection("rabbitmq 2")]
public sealed class KeyTests(RabbitMqBroker broker)
{
    [Fact]
    public async Task With_a_key_videos_play_and_places_show_and_the_others_take_only_what_Intake_has_signed()
    {
        await using var installation = await Installation.StartInFourProcessesAsync(await broker.CreateVirtualHostAsync(), runningTasks: 1);
        using var http = new HttpClient { BaseAddress = installation["Intake"].Address };
        using var made = await http.PostAsJsonAsync("/v1/keys", new { name = "me", tenant = "acme", scopes = new[] { "create", "read", "cancel", "operate" } });
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        var ids = new List<string>();
        foreach (var order in Order.Mixed(6))
        {
            using var placed = await http.PostAsJsonAsync("/v1/generations", order.Body);
            ids.Add((await placed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
        }

        await Eventually.UntilAsync(
            async () =>
            {
                var views = await Task.WhenAll(ids.Select(id => http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")));
                return views.Any(view => view.TryGetProperty("queue", out var queue) && queue.TryGetProperty("position", out _));
            },
            () => $"a place in the line{installation.Tails()}");
        await Eventually.UntilAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{ids[0]}")).GetProperty("status").GetString() == "completed",
            () => $"completed{installation.Tails()}", TimeSpan.FromMinutes(3));

        var path = $"/v1/generations/{ids[0]}/video";
        var video = await http.GetByteArrayAsync(path);
        video.Length.ShouldBeGreaterThan(1000);

        using var stranger = new HttpClient();
        foreach (var address in new[] { new Uri(installation["Intake"].Address, path), new Uri(installation["Archiver"].Address, path), new Uri(installation["Submitter"].Address, $"/v1/queue/{ids[5]}") })
        {
            using var refused = await stranger.GetAsync(address);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, address.AbsoluteUri);
            using var withKey = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
            using var answer = await stranger.SendAsync(withKey);
            answer.StatusCode.ShouldBe(address.Port == installation["Intake"].Port ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, address.AbsoluteUri);
        }

        var link = (await http.GetFromJsonAsync<JsonElement>($"{path}/link")).GetProperty("url").GetString()!;
        (await stranger.GetByteArrayAsync(new Uri(installation["Intake"].Address, link))).ShouldBe(video);
        using var held = await http.GetAsync($"/v1/generations/{ids[0]}/hold");
        held.StatusCode.ShouldBe(HttpStatusCode.OK);

        var logs = string.Concat(installation.Services.Select(process => process.Log));
        logs.ShouldNotContain(key[^43..]);
        logs.ShouldNotContain("signature=");
    }
}
