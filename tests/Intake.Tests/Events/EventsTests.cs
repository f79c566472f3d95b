using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Intake.Events;

namespace Wan.Intake.Tests.Events;

/// <summary>The streams of events, at a process of its own.</summary>
public sealed class EventsTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(
        record: false, ("Intake:EventsInterval", "00:00:00.100"), ("Storage:Timeout", "00:00:02"), ("Clock:MaxOffset", "00:00:10"));

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        intake.ListenOnPort();
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await intake.DisposeAsync();
    }

    [Fact]
    public async Task The_stream_of_one_tells_what_was_and_what_comes_and_ends_with_it()
    {
        var id = await Story.AcceptAsync(http);
        var reader = new EventReader($"/v1/generations/{id}/events");

        var reading = reader.ReadAsync(http, () => false);
        await Eventually.UntilAsync(() => reader.Events.Count > 0, "the first event");
        await Story.TellAsync(id, intake);
        var goesOn = await reading;

        goesOn.ShouldBeFalse();
        reader.Events.ConvertAll(received => $"{received}").ShouldBe(Story.Whole);
        reader.Events.ConvertAll(received => received.Id).ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [Fact]
    public async Task An_event_has_its_own_state_and_time_beside_what_is_known_now()
    {
        var id = await Story.AcceptAsync(http);
        await Story.TellAsync(id, intake);
        var reader = new EventReader($"/v1/generations/{id}/events");

        await reader.ReadAsync(http, () => false);

        var stored = (await intake.Generations.FindAsync(id))!;
        foreach (var (received, change) in reader.Events.Zip(stored.Changes))
        {
            received.Type.ShouldBe($"generation.{change.Status}");
            received.Data.GetProperty("timestamp").GetDateTimeOffset().ShouldBe(change.At);
            received.Generation.GetProperty("status").GetString().ShouldBe(change.Status);
            received.Generation.GetProperty("video").GetProperty("sha256").GetString().ShouldBe(Samples.Video.Sha256);
            received.Generation.GetProperty("links").GetProperty("events").GetString().ShouldBe($"/v1/generations/{id}/events");
        }
    }

    [Fact]
    public async Task Whoever_names_the_last_event_gets_what_came_after_it_and_after_the_end_nothing_more()
    {
        var id = await Story.AcceptAsync(http);
        await Story.TellAsync(id, intake);
        var reader = new EventReader($"/v1/generations/{id}/events");

        await reader.ReadAsync(http, () => reader.Events.Count == 5, cutAfter: 100);
        await reader.ReadAsync(http, () => reader.Events.Count >= 2, cutAfter: 1500);
        await reader.ReadAsync(http, () => false);

        reader.Events.ConvertAll(received => $"{received}").ShouldBe(Story.Whole);
        using var again = await reader.OpenAsync(http);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent); // At which a browser comes no more.
    }

    [Fact]
    public async Task A_stream_begins_at_once_and_is_kept_by_nobody()
    {
        using var answer = await new EventReader("/v1/events").OpenAsync(http);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        using var text = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await text.ReadLineAsync())!.ShouldStartWith(":");
        (await text.ReadLineAsync()).ShouldBe("retry: 2000");
        (await text.ReadLineAsync())!.ShouldStartWith("id: ");
    }

    [Fact]
    public async Task Without_an_id_the_stream_of_all_begins_now()
    {
        var before = await Story.AcceptAsync(http);
        await Story.TellAsync(before, intake);
        var reader = new EventReader("/v1/events");

        var reading = reader.FollowAsync(http, () => reader.Events.Count >= 5);
        await Eventually.UntilAsync(() => reader.LastId is not null, "it has begun");
        var after = await Story.AcceptAsync(http);
        await Story.TellAsync(after, intake);
        await reading;

        reader.Events.ShouldAllBe(received => received.GenerationId == after);
    }

    [Fact]
    public async Task A_tenant_and_some_types_can_be_asked_for()
    {
        var (acme, ends) = (new EventReader("/v1/events?tenant=acme"), new EventReader("/v1/events?types=generation.completed,generation.failed"));
        var (ofAcme, ofEnds) = (acme.FollowAsync(http, () => acme.Events.Count >= 5), ends.FollowAsync(http, () => ends.Events.Count >= 2));
        await Eventually.UntilAsync(() => acme.LastId is not null && ends.LastId is not null, "both have begun");

        var (other, own) = (await Story.AcceptAsync(http), await Story.AcceptAsync(http, "acme"));
        await Story.TellAsync(other, intake);
        await Story.TellAsync(own, intake);
        await Task.WhenAll(ofAcme, ofEnds);

        acme.Events.ShouldAllBe(received => received.GenerationId == own);
        ends.Events.ConvertAll(received => received.GenerationId).ShouldBe([other, own]);
        ends.Events.ShouldAllBe(received => received.Type == "generation.completed");
    }

    [Fact]
    public async Task What_is_stored_late_is_told_all_the_same()
    {
        var (reader, late) = (new EventReader("/v1/events"), Samples.Generation("failed")); // Nothing drives it on.
        var reading = reader.FollowAsync(http, () => reader.Events.Exists(received => received.GenerationId == late.Id));
        await Eventually.UntilAsync(() => reader.LastId is not null, "it has begun");
        var early = await Story.AcceptAsync(http);
        await Eventually.UntilAsync(() => reader.Events.Count >= 1, "the first");

        StateChanges.Note(late, DateTimeOffset.UtcNow - TimeSpan.FromSeconds(5));
        await intake.Generations.InsertAsync(late);
        await reading;

        reader.Events[0].GenerationId.ShouldBe(early);
        reader.Events.Count(received => received.GenerationId == late.Id).ShouldBe(1);
    }

    [Fact]
    public async Task It_goes_on_while_the_clock_is_put_on_and_back()
    {
        var reader = new EventReader("/v1/events");
        var reading = reader.FollowAsync(http, () => reader.Events.Count >= 15);
        await Eventually.UntilAsync(() => reader.LastId is not null, "it has begun");

        foreach (var step in new[] { TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromSeconds(-3) })
        {
            intake.Clock.Move(step);
            await Story.TellAsync(await Story.AcceptAsync(http), intake);
        }

        await reading;
        reader.Events.GroupBy(received => received.GenerationId).ShouldAllBe(one => one.Select(received => $"{received}").SequenceEqual(Story.Whole));
    }

    [Fact]
    public async Task Of_a_generation_that_an_older_release_saved_the_state_it_is_in_is_its_first_change()
    {
        var older = Samples.Generation("archiving");
        await intake.Generations.InsertAsync(older);
        var (one, all) = (new EventReader($"/v1/generations/{older.Id}/events"), new EventReader("/v1/events"));
        var (ofOne, ofAll) = (one.ReadAsync(http, () => false), all.FollowAsync(http, () => all.Events.Count > 0));
        await Eventually.UntilAsync(() => all.LastId is not null && one.Events.Count == 1, "both have begun");

        await intake.Bus.Publish(new Wan.Contracts.VideoArchived { GenerationId = older.Id, TaskId = "task", Video = Samples.Video });
        await Task.WhenAll(ofOne, ofAll);

        one.Events.ConvertAll(received => $"{received}").ShouldBe(["1 archiving", "2 completed"]);
        all.Events.ConvertAll(received => $"{received}").ShouldBe(["2 completed"]);
    }

    [Fact]
    public async Task Nobody_listens_in_vain_and_nothing_is_looked_at_for_nobody()
    {
        var (feeds, metrics) = (intake.Service<EventFeeds>(), intake.Service<EventsMetrics>());
        using (var answer = await new EventReader("/v1/events").OpenAsync(http))
        using (var other = await new EventReader("/v1/events?tenant=acme").OpenAsync(http))
            (feeds.Count, metrics.Streams.Taken).ShouldBe((2, 2));

        await Eventually.UntilAsync(() => (feeds.Count, metrics.Streams.Taken) == (0, 0), "nobody is left");
    }

    [Theory]
    [InlineData("/v1/generations/01920000-0000-7000-8000-000000000000/events", null, HttpStatusCode.NotFound, "generation.not_found")]
    [InlineData("/v1/generations/nonsense/events", null, HttpStatusCode.NotFound, "generation.not_found")]
    [InlineData("/v1/generations/01920000-0000-7000-8000-000000000000/events", "x", HttpStatusCode.BadRequest, "header.last_event_id")]
    [InlineData("/v1/generations/01920000-0000-7000-8000-000000000000/events", "-1", HttpStatusCode.BadRequest, "header.last_event_id")]
    [InlineData("/v1/generations/01920000-0000-7000-8000-000000000000/events", "99999999999", HttpStatusCode.BadRequest, "header.last_event_id")]
    [InlineData("/v1/events", "1", HttpStatusCode.BadRequest, "header.last_event_id")]
    [InlineData("/v1/events", "not base64url!", HttpStatusCode.BadRequest, "header.last_event_id")]
    [InlineData("/v1/events?types=generation.exploded", null, HttpStatusCode.BadRequest, "query.types")]
    [InlineData("/v1/events?types=", null, HttpStatusCode.BadRequest, "query.types")]
    [InlineData("/v1/events?type=generation.completed", null, HttpStatusCode.BadRequest, "query.unknown")]
    public async Task Nonsense_is_refused_before_a_stream_begins(string path, string? id, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (id is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", id);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        await ShouldBeAsync(answer, status, code);
    }

    [Fact]
    public async Task An_id_that_was_spoilt_is_refused()
    {
        var random = new Random(4);
        var sent = new SentChanges(DateTimeOffset.UtcNow);
        foreach (var number in Enumerable.Range(1, 40))
            sent.Add(new SentChange(DateTimeOffset.UtcNow.AddSeconds(number), SentChange.MarkOf("a", number)));

        for (var round = 0; round < 300; round++)
        {
            var spoilt = Spoil(sent.Cursor, random);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
            request.Headers.TryAddWithoutValidation("Last-Event-ID", spoilt);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, spoilt);
        }

        intake.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-25)]
    [InlineData(25)]
    public async Task An_id_that_is_too_old_or_of_times_to_come_is_refused(int hours)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        request.Headers.Add("Last-Event-ID", new SentChanges(DateTimeOffset.UtcNow.AddHours(hours)).Cursor);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        await ShouldBeAsync(answer, HttpStatusCode.Gone, "header.last_event_id");
    }

    private static async Task ShouldBeAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe(code);
    }

    private static string Spoil(string id, Random random)
    {
        var letters = id.ToCharArray();
        switch (random.Next(3))
        {
            case 0:
                return id[..random.Next(1, id.Length)];
            case 1:
                return id + (char)('a' + random.Next(26));
            default:
                var at = random.Next(letters.Length - 1); // The last has bits of no meaning.
                letters[at] = letters[at] == 'x' ? 'y' : 'x';
                return new string(letters);
        }
    }
}
