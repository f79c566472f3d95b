using System.Buffers;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wan.Intake.Tests;

/// <summary>What a look at a generation says besides: where to go on, and whether anything is new.</summary>
public sealed class GenerationLookTests : IAsyncDisposable
{
    private readonly IntakeApplication intake = new(settings: ("Intake:PublicUrl", "https://wan.example.com/videos/"));

    public ValueTask DisposeAsync() => intake.DisposeAsync();

    [Theory]
    [InlineData("rendering", "self request events cancel")]
    [InlineData("completed", "self request events video")]
    [InlineData("failed", "self request events")]
    [InlineData("rejected", "self events")]
    public async Task It_links_to_what_can_be_done_with_it(string status, string links)
    {
        var generation = Samples.Generation(status);
        using var http = await KeptAsync(generation);

        var shown = (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{generation.Id}")).GetProperty("links");

        shown.EnumerateObject().Select(link => link.Name).ShouldBe(links.Split(' '));
        shown.GetProperty("self").GetString().ShouldBe($"https://wan.example.com/videos/v1/generations/{generation.Id}");
        shown.EnumerateObject().ShouldAllBe(link => link.Name == "self" || link.Value.GetString() == $"{shown.GetProperty("self").GetString()}/{link.Name}");
    }

    [Fact]
    public async Task A_video_that_is_deleted_is_not_linked_to()
    {
        var generation = Samples.Generation("completed");
        generation.VideoDeletion = new VideoDeletion { At = Samples.Now, Reason = "It is old.", ArchivedAt = Samples.Now };
        using var http = await KeptAsync(generation);

        (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{generation.Id}")).GetProperty("links").TryGetProperty("video", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Summaries_link_to_the_whole()
    {
        var generation = Samples.Generation("completed");
        using var http = await KeptAsync(generation);

        var links = (await http.GetFromJsonAsync<JsonElement>("/v1/generations")).GetProperty("items")[0].GetProperty("links");

        links.GetRawText().ShouldBe($$"""
            {"self":"https://wan.example.com/videos/v1/generations/{{generation.Id}}","events":"https://wan.example.com/videos/v1/generations/{{generation.Id}}/events"}
            """);
    }

    [Fact]
    public async Task Whoever_has_it_already_is_told_that_nothing_is_new()
    {
        var generation = Samples.Generation("completed");
        using var http = await KeptAsync(generation);
        using var first = await http.GetAsync($"/v1/generations/{generation.Id}");
        first.Headers.ETag!.IsWeak.ShouldBeTrue();

        using var second = await LookAgainAsync(http, generation.Id, first.Headers.ETag.ToString());
        generation.Note(Samples.Now, "video_held");
        (await intake.Generations.ReplaceAsync(generation)).ShouldBeTrue();
        using var third = await LookAgainAsync(http, generation.Id, first.Headers.ETag.ToString());

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        third.StatusCode.ShouldBe(HttpStatusCode.OK);
        third.Headers.ETag!.Tag.ShouldNotBe(first.Headers.ETag.Tag);
    }

    private async Task<HttpClient> KeptAsync(Generation generation)
    {
        var http = intake.CreateClient();
        await intake.Bodies.SaveAsync(generation.Id, new ReadOnlySequence<byte>("{}"u8.ToArray()));
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
        return http;
    }

    private static async Task<HttpResponseMessage> LookAgainAsync(HttpClient http, string id, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/generations/{id}");
        request.Headers.Add("If-None-Match", tag);
        return await http.SendAsync(request);
    }
}
