using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Intake.Events;

namespace Wan.Intake.Tests.Events;

/// <summary>Streams whose client, store or process fails, or that are many.</summary>
public sealed class EventsUnderStressTests
{
    private static readonly (string, string)[] Often = [("Intake:EventsInterval", "00:00:00.100"), ("Intake:EventsHeartbeat", "00:00:00.300")];

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/v1/generations/{id}/events")]
    public async Task A_stream_shows_that_it_is_there(string path)
    {
        await using var intake = new IntakeApplication(record: false, Often);
        using var http = Listening(intake);
        var reader = new EventReader(path.Replace("{id}", await Story.AcceptAsync(http), StringComparison.Ordinal));

        await reader.FollowAsync(http, () => reader.Comments >= 4);
    }

    [Fact]
    public async Task Silence_moves_the_id_on()
    {
        await using var intake = new IntakeApplication(record: false, [.. Often, ("Storage:Timeout", "00:00:01"), ("Clock:MaxOffset", "00:00:01")]);
        using var http = Listening(intake);
        var reader = new EventReader("/v1/events?types=generation.failed");
        var id = "";
        var reading = reader.FollowAsync(http, () => id.Length > 0 && reader.LastId != id);
        await Eventually.UntilAsync(() => reader.LastId is not null, "it has begun");

        await Story.TellAsync(await Story.AcceptAsync(http), intake);
        id = reader.LastId!;
        await reading;

        reader.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/v1/generations/{id}/events")]
    public async Task A_process_that_stops_ends_its_streams_and_another_one_goes_on_with_them(string path)
    {
        using var folder = new TemporaryFolder();
        var first = new IntakeApplication(folder, record: false, Often);
        using var http = Listening(first);
        var id = await Story.AcceptAsync(http);
        var reader = new EventReader(path.Replace("{id}", id, StringComparison.Ordinal));
        var reading = reader.ReadAsync(http, () => false);
        await Eventually.UntilAsync(() => reader.LastId is not null, "it has begun");
        await Eventually.UntilAsync(async () => (await first.Generations.FindAsync(id))?.Status == "submitting", "it goes on");

        var stopped = first.StopAsync();
        (await reading).ShouldBeFalse();
        await stopped.WaitAsync(Eventually.Patience); // Else the streams would keep it for two minutes.
        await first.DisposeAsync();
        await using var second = new IntakeApplication(folder, record: false, Often);
        using var then = Listening(second);
        await Story.TellAsync(id, second);
        await reader.FollowAsync(then, () => reader.Events is [.., { Type: "generation.completed" }]);

        reader.Events.ConvertAll(received => $"{received}").ShouldBe(Story.Whole[^reader.Events.Count..]);
        reader.Events.Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task While_the_store_is_away_the_stream_stays_and_misses_nothing()
    {
        await using var server = new MongoWireServer();
        await using var intake = new IntakeApplication(
            record: false, [.. Often, ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", server.Address), ("Storage:Timeout", "00:00:01"), ("Clock:MaxOffset", "00:00:20")]);
        using var http = Listening(intake);
        var reader = new EventReader("/v1/events");
        var reading = reader.FollowAsync(http, () => reader.Events.Count >= 5);
        await Eventually.UntilAsync(() => reader.LastId is not null, "it has begun");
        using (server.Fail(FaultKind.SilentBefore, "find", "intake.generations", times: null))
        {
            var comments = reader.Comments;
            await Eventually.UntilAsync(() => intake.Logs.Lines.Any(line => line.Message.Contains("can't be read for now", StringComparison.Ordinal)), "a look has failed");
            await Eventually.UntilAsync(() => reader.Comments > comments, "it is there all the same");
            using var refused = await new EventReader("/v1/events").OpenAsync(http);
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        }

        await Story.TellAsync(await Story.AcceptAsync(http), intake);
        await reading;

        reader.Events.ConvertAll(received => $"{received}").ShouldBe(Story.Whole);
    }

    [Fact]
    public async Task More_streams_than_may_be_are_told_when_to_come_again()
    {
        await using var intake = new IntakeApplication(record: false, [.. Often, ("Intake:EventsListeners", "2")]);
        using var http = Listening(intake);
        using var one = await new EventReader("/v1/events").OpenAsync(http);
        using var two = await new EventReader("/v1/events").OpenAsync(http);

        using (var three = await new EventReader("/v1/events").OpenAsync(http))
        {
            three.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            three.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            (await three.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString().ShouldBe("Too many streams.");
        }

        one.Dispose();
        await Eventually.UntilAsync(
            async () =>
            {
                using var again = await new EventReader("/v1/events").OpenAsync(http);
                return again.IsSuccessStatusCode;
            },
            "there is room again");
    }

    [Fact]
    public async Task A_client_that_does_not_read_loses_its_connection_and_nobody_else_notices()
    {
        await using var intake = new IntakeApplication(record: false, [.. Often, ("Storage:Timeout", "00:00:01"), ("Clock:MaxOffset", "00:00:01")]);
        using var http = Listening(intake);
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(intake.Address.Host, intake.Address.Port);
        await slow.GetStream().WriteAsync("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await Eventually.UntilAsync(() => intake.Service<EventsMetrics>().Streams.Taken == 1, "the slow one is there");
        var (reader, told) = (new EventReader("/v1/events?types=generation.rejected"), 0);
        var reading = reader.FollowAsync(http, () => reader.Events.Count > 0);
        await Eventually.UntilAsync(() => reader.LastId is not null, "the other one is there");

        await Eventually.UntilAsync(
            async () =>
            {
                for (var number = 0; number < 50; number++, told++)
                {
                    var generation = Samples.Generation("failed");
                    generation.Error = new() { Code = "long", Message = new string('x', 16 * 1024) };
                    StateChanges.Note(generation, DateTimeOffset.UtcNow);
                    await intake.Generations.InsertAsync(generation);
                }

                return intake.Service<EventsMetrics>().Streams.Taken == 1;
            },
            () => $"the slow one is sent away after {told}");

        var rejected = Samples.Generation("rejected");
        StateChanges.Note(rejected, DateTimeOffset.UtcNow);
        await intake.Generations.InsertAsync(rejected);
        await reading;
        reader.Events[0].GenerationId.ShouldBe(rejected.Id);
    }

    private static HttpClient Listening(IntakeApplication intake)
    {
        intake.ListenOnPort();
        return intake.CreateClient();
    }
}
