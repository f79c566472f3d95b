using System.Net;
using Wan.Contracts;

namespace Wan.Archiver.Tests;

/// <summary>The hold: seen, set, lifted.</summary>
public sealed class HoldTests
{
    [Fact]
    public async Task A_hold_is_seen_as_it_was_set_and_lifted()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        using var http = host.Http;
        var path = $"/v1/generations/{id}/hold";

        (await http.GetStringAsync(path)).ShouldBe("""{"hold":false}""");
        await http.PutAsync(path, null);
        (await http.GetStringAsync(path)).ShouldBe("""{"hold":true}""");
        await http.DeleteAsync(path);
        (await http.GetStringAsync(path)).ShouldBe("""{"hold":false}""");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task There_is_no_hold_where_there_is_no_archive(string method)
    {
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;

        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/generations/{Guid.CreateVersion7()}/hold"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
