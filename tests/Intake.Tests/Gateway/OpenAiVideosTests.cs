using System.Net;
using Wan.Contracts;
using Wan.Intake.Tests.Keys;
using Wan.Storage;

namespace Wan.Intake.Tests.Gateway;

/// <summary>What is done with videos that are there at the doors of OpenAI's videos API: listed, fetched, deleted.</summary>
public sealed class OpenAiVideosTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(true, ("Intake:ArchiverUrl", "http://archiver:8081/"));
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient(new() { AllowAutoRedirect = false });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task Tenants_see_their_own_and_a_page_begins_after_ones_own()
    {
        var (acme, other) = (await intake.AddKeyAsync("acme"), await intake.AddKeyAsync("other"));
        var ids = new List<string>();
        foreach (var at in Enumerable.Range(0, 5))
            ids.Add((await intake.AddGenerationAsync(at == 2 ? "other" : "acme")).Id);
        await intake.Generations.ChangeAsync(ids[3], generation => (generation.VideoDeletion = new() { At = Samples.Now, Reason = "Old.", ArchivedAt = Samples.Now }) is not null);

        var first = (await http.GetAsync(acme, "/v1/videos?limit=2")).Json;
        var second = (await http.GetAsync(acme, $"/v1/videos?limit=2&after={first.GetProperty("last_id").GetString()}")).Json;

        string[] listed = [.. first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray()).Select(video => video.GetProperty("id").GetString()!)];
        listed.ShouldBe(new[] { ids[0], ids[1], ids[4] }, ignoreOrder: true);
        (first.GetProperty("has_more").GetBoolean(), second.GetProperty("has_more").GetBoolean()).ShouldBe((true, false));
        (await http.GetAsync(other, "/v1/videos")).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
        foreach (var after in new[] { ids[2], Guid.Empty.ToString(), "x" })
            (await http.GetAsync(acme, $"/v1/videos?after={after}")).Code.ShouldBe("query.after");
        (await http.GetAsync(acme, "/v1/videos?order=asc")).Code.ShouldBe("query.order");
        (await http.GetAsync(acme, "/v1/videos?limit=0")).Code.ShouldBe("query.limit");
        (await http.GetAsync(acme, "/v1/videos?colour=red")).Code.ShouldBe("query.unknown");
        (await http.GetAsync(acme, $"/v1/videos/{ids[2]}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync(acme, $"/v1/videos/{ids[3]}")).Code.ShouldBe("generation.not_found");
    }

    [Theory]
    [InlineData("", "video")]
    [InlineData("?variant=video", "video")]
    [InlineData("?variant=thumbnail", "poster")]
    public async Task Where_Archiver_is_elsewhere_whoever_fetches_is_sent_there(string query, string path)
    {
        var id = (await intake.AddGenerationAsync("acme")).Id;

        var sent = await http.GetAsync(await intake.AddKeyAsync("acme"), $"/v1/videos/{id}/content{query}");

        sent.Status.ShouldBe(HttpStatusCode.TemporaryRedirect);
        sent.Answer.Headers.Location!.ToString().ShouldStartWith($"http://archiver:8081/v1/generations/{id}/{path}?expires=");
    }

    [Fact]
    public async Task A_conflict_with_its_state_has_a_code_that_stays()
    {
        var (running, held) = (Samples.Generation("rendering"), Samples.Generation("completed"));
        held.VideoHold = true;
        foreach (var generation in new[] { running, held })
            (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();

        foreach (var refused in new[] { await http.GetAsync(null, $"/v1/videos/{running.Id}/content"), await http.AskAsync(null, HttpMethod.Delete, $"/v1/videos/{held.Id}") })
            (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Conflict, "wrong_state"), refused.Text);
    }

    [Fact]
    public async Task Who_asks_again_for_one_that_was_deleted_hears_so_and_not_of_a_video_that_waits()
    {
        const string body = """{"model":"wan2.6-r2v","prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}""";
        var id = (await http.AskAsync(null, HttpMethod.Post, "/v1/videos", body, ("Idempotency-Key", "order-1"))).Json.GetProperty("id").GetString()!;
        (await http.AskAsync(null, HttpMethod.Delete, $"/v1/videos/{id}")).Status.ShouldBe(HttpStatusCode.OK);

        var again = await http.AskAsync(null, HttpMethod.Post, "/v1/videos", body, ("Idempotency-Key", "order-1"));

        (again.Status, again.Code).ShouldBe((HttpStatusCode.Conflict, "video.deleted"), again.Text);
        again.Text.ShouldContain(id);
        again.Text.ShouldNotContain("another request");
        again.Answer.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Deleting_ends_what_goes_on_and_has_the_video_deleted_that_is_there()
    {
        var (running, done, archiving, failed) = (Samples.Generation("rendering"), Samples.Generation("completed"), Samples.Generation("archiving"), Samples.Generation("failed"));
        foreach (var generation in new[] { running, done, archiving, failed })
            (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();

        foreach (var generation in new[] { running, done, archiving, failed })
        {
            var deleted = await http.AskAsync(null, HttpMethod.Delete, $"/v1/videos/{generation.Id}");
            deleted.Text.ShouldBe($$"""{"id":"{{generation.Id}}","object":"video.deleted","deleted":true}""");
        }

        (await intake.Recorder.PublishedAsync<CancelGeneration>(sent => sent.GenerationId == running.Id)).Discard.ShouldBe(true);
        await intake.Recorder.PublishedAsync<DeleteVideo>(sent => sent.GenerationId == done.Id);
        foreach (var generation in new[] { running, done, archiving, failed })
        {
            (await http.GetAsync(null, $"/v1/videos/{generation.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await intake.Generations.FindAsync(generation.Id))!.VideoDeletionAsked.ShouldNotBeNull();
        }

        (await http.GetAsync(null, "/v1/videos")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }
}
