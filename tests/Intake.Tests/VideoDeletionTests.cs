using System.Net;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Tests.Keys;
using Wan.Storage;

namespace Wan.Intake.Tests;

/// <summary>The wish to delete a video: stored with its generation, and sent until it is answered.</summary>
public sealed class VideoDeletionTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(true, ("Intake:SweepInterval", "00:00:00.100"), ("Intake:StartWithin", "00:00:01"), ("Intake:DriveAgainAfter", "00:00:01"));
    private HttpClient http = null!;
    private Generation generation = null!;

    public async Task InitializeAsync()
    {
        http = intake.CreateClient();
        generation = Samples.Generation("completed");
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task It_is_sent_until_Archiver_has_answered()
    {
        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted);

        // Nobody answers, as if each message were lost.
        await Eventually.UntilAsync(() => Sent().Count() >= 3, "the sweep to send it again");
        Sent().ShouldAllBe(sent => sent.Reason == "Asked for by a requester without a key.");
        (await FindAsync()).Status.ShouldBe("completed");

        await intake.TellAsync(Samples.Deleted(generation.Id) with { Reason = Sent().First().Reason });

        await Eventually.UntilAsync(async () => (await FindAsync()).VideoDeletion is not null, "the news");
        var told = await FindAsync();
        (told.VideoDeletionAsked, told.DueAt).ShouldBe((null, null));
        told.Timeline.Select(entry => entry.What).ShouldBe(["video_deletion_asked", "video_deleted"]);
        var shown = (await http.GetAsync(null, $"/v1/generations/{generation.Id}")).Json.GetProperty("video");
        (shown.GetProperty("deletion_reason").GetString(), shown.TryGetProperty("deleted_at", out _)).ShouldBe(("Asked for by a requester without a key.", true));
    }

    [Fact]
    public async Task It_survives_a_broker_that_does_not_take_it()
    {
        var broken = new FirstPublishFails<DeleteVideo>();
        intake.Bus.ConnectPublishObserver(broken);

        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted);

        await intake.Recorder.PublishedAsync<DeleteVideo>(sent => sent.GenerationId == generation.Id);
        broken.Fails.ShouldBe(1);
    }

    [Fact]
    public async Task A_video_that_comes_although_nobody_wanted_it_any_more_is_deleted_once_it_is_there()
    {
        var going = Samples.Generation("archiving");
        (await intake.Generations.InsertAsync(going)).ShouldBeTrue();
        (await http.AskAsync(null, HttpMethod.Delete, $"/v1/videos/{going.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await intake.Generations.FindAsync(going.Id))!.DueAt.ShouldNotBeNull();

        await intake.TellAsync(new VideoArchived { GenerationId = going.Id, TaskId = "task", Video = Samples.Video });

        await intake.Recorder.PublishedAsync<DeleteVideo>(sent => sent.GenerationId == going.Id);
        await Eventually.UntilAsync(async () => await intake.Generations.FindAsync(going.Id) is { Status: "completed", DueAt: not null, VideoDeletionAsked: not null }, "its end, with the wish");
    }

    [Fact]
    public async Task Asked_for_twice_it_is_one_wish()
    {
        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted);
        var asked = (await FindAsync()).VideoDeletionAsked!;
        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted);
        (await FindAsync()).VideoDeletionAsked.ShouldBe(asked);

        await intake.TellAsync(Samples.Deleted(generation.Id));
        await Eventually.UntilAsync(async () => (await FindAsync()).VideoDeletion is not null, "the news");

        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted); // It was done.
        (await FindAsync()).VideoDeletionAsked.ShouldBeNull();
        (await FindAsync()).Timeline.Count(entry => entry.What == "video_deletion_asked").ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_on_hold_is_refused_and_a_hold_that_came_before_ends_the_wish()
    {
        var held = Samples.Generation("completed");
        held.VideoHold = true;
        (await intake.Generations.InsertAsync(held)).ShouldBeTrue();
        var refused = await http.AskAsync(null, HttpMethod.Delete, $"/v1/generations/{held.Id}/video");
        (refused.Status, refused.Text.Contains("on hold", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));

        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted);
        await intake.TellAsync(Samples.HoldChanged(generation.Id, true)); // It was set before Archiver heard of the wish.

        await Eventually.UntilAsync(async () => (await FindAsync()).VideoDeletionAsked is null, "the end of the wish");
        var after = await FindAsync();
        (after.DueAt, after.VideoHold, after.VideoDeletion).ShouldBe((null, true, null));
        after.Timeline.Last().What.ShouldBe("video_deletion_refused");
        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_hold_that_was_known_and_lifted_does_not_end_a_later_wish_when_it_is_told_late()
    {
        await intake.TellAsync(Samples.HoldChanged(generation.Id, false, minute: 2));
        await Eventually.UntilAsync(async () => (await FindAsync()).VideoHoldChangedAt is not null, "the hold");
        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted);

        await intake.TellAsync(Samples.HoldChanged(generation.Id, true, minute: 1));

        (await FindAsync()).VideoDeletionAsked.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData("archiving")]
    [InlineData("uncertain")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public async Task There_is_none_where_there_is_no_video(string state)
    {
        var other = Samples.Generation(state);
        (await intake.Generations.InsertAsync(other)).ShouldBeTrue();

        (await http.AskAsync(null, HttpMethod.Delete, $"/v1/generations/{other.Id}/video")).Status.ShouldBe(HttpStatusCode.Conflict);

        Sent(other.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_asked_is_told_by_their_keys_id()
    {
        var key = await intake.AddKeyAsync("default");

        (await http.AskAsync(key, HttpMethod.Delete, $"/v1/generations/{generation.Id}/video")).Status.ShouldBe(HttpStatusCode.Accepted);

        (await FindAsync()).VideoDeletionAsked!.Reason.ShouldBe($"Asked for by the key {key.Split('_')[1]}.");
    }

    [Fact]
    public async Task What_has_ended_is_over_while_it_waits_for_that()
    {
        (await DeleteAsync()).Status.ShouldBe(HttpStatusCode.Accepted);

        (await http.PostAsync(null, $"/v1/generations/{generation.Id}/cancel")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await http.GetAsync(null, $"/v1/generations/{generation.Id}")).Json.GetProperty("links").TryGetProperty("cancel", out _).ShouldBeFalse();
    }

    private Task<Heard> DeleteAsync() => http.AskAsync(null, HttpMethod.Delete, $"/v1/generations/{generation.Id}/video");

    private async Task<Generation> FindAsync() => (await intake.Generations.FindAsync(generation.Id))!;

    private IEnumerable<DeleteVideo> Sent(string? id = null) => intake.Recorder.Published.OfType<DeleteVideo>().Where(sent => sent.GenerationId == (id ?? generation.Id));
}
