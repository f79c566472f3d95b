using System.Net;
using System.Text;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Tests.Keys;
using Wan.Storage;

namespace Wan.Intake.Tests;

/// <summary>The wish to delete all of a generation: stored with it, sent until it is answered, and then done here too.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(
        true, ("Intake:SweepInterval", "00:00:00.100"), ("Intake:StartWithin", "00:00:01"), ("Intake:DriveAgainAfter", "00:00:01"), ("Intake:RetentionInterval", "00:00:00.100"));

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("rejected")]
    public async Task Archiver_is_asked_until_it_has_answered_and_then_nothing_is_left_and_that_is_told(string status)
    {
        var generation = await InsertAsync(status);

        (await DeleteAsync(generation)).ShouldBe(HttpStatusCode.Accepted);
        (await DeleteAsync(generation)).ShouldBe(HttpStatusCode.Accepted);
        await Eventually.UntilAsync(() => Sent(generation).Count() >= 4, "the sweep to send it again"); // Nobody answers, as if each message were lost.
        (await intake.Generations.FindAsync(generation.Id))!.Timeline.Count(entry => entry.What == "erasure_asked").ShouldBe(1);
        intake.Recorder.Published.OfType<GenerationDeleted>().ShouldBeEmpty();

        await intake.TellAsync(new GenerationErased { GenerationId = generation.Id });

        (await intake.Recorder.PublishedAsync<GenerationDeleted>(deleted => deleted.GenerationId == generation.Id)).Status.ShouldBe(status);
        await Eventually.UntilAsync(async () => await intake.Generations.FindAsync(generation.Id) is null, "the document gone");
        (await intake.Bodies.FindAsync(generation.Id)).ShouldBeNull();
        (await http.GetAsync(null, $"/v1/generations/{generation.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        await intake.TellAsync(new GenerationErased { GenerationId = generation.Id }); // Once more: nobody is there to hear it.
        intake.Recorder.Faulted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData("submitting")]
    [InlineData("uncertain")]
    [InlineData("rendering")]
    [InlineData("archiving")]
    public async Task One_that_goes_on_is_refused_and_an_answer_to_nobodys_question_deletes_nothing(string status)
    {
        var generation = await InsertAsync(status);

        (await DeleteAsync(generation)).ShouldBe(HttpStatusCode.Conflict);
        await intake.TellAsync(new GenerationErased { GenerationId = generation.Id });

        var found = (await intake.Generations.FindAsync(generation.Id))!;
        (found.ErasureAsked, found.IsErased).ShouldBe((null, false));
    }

    [Fact]
    public async Task A_hold_refuses_it_and_one_that_came_before_ends_the_wish()
    {
        var generation = await InsertAsync("completed");
        (await DeleteAsync(generation)).ShouldBe(HttpStatusCode.Accepted);
        await intake.TellAsync(Samples.HoldChanged(generation.Id, true)); // It was set before Archiver heard of the wish.

        await Eventually.UntilAsync(async () => (await intake.Generations.FindAsync(generation.Id))!.ErasureAsked is null, "the end of the wish");
        var after = (await intake.Generations.FindAsync(generation.Id))!;
        (after.DueAt, after.IsErased, after.Timeline[^1].What).ShouldBe((null, false, "erasure_refused"));
        (await DeleteAsync(generation)).ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Where_both_are_wanted_the_news_of_the_video_does_not_end_the_other_wish()
    {
        var generation = await InsertAsync("completed");
        (await http.AskAsync(null, HttpMethod.Delete, $"/v1/generations/{generation.Id}/video")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await DeleteAsync(generation)).ShouldBe(HttpStatusCode.Accepted);

        await intake.TellAsync(Samples.Deleted(generation.Id));
        await Eventually.UntilAsync(async () => (await intake.Generations.FindAsync(generation.Id))!.VideoDeletion is not null, "the news");
        var before = Sent(generation).Count();
        await Eventually.UntilAsync(() => Sent(generation).Count() > before, "the sweep to go on");
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("completed")]
    public async Task A_fresh_result_of_what_is_to_be_deleted_is_not_archived_which_would_be_left(string status)
    {
        await using var harness = await IntakeHarness.StartAsync();
        var row = await harness.TryEventAsync(status, Samples.Rendered, generation =>
        {
            generation.SealedVideoUrl = "v1.before";
            generation.Usage = new VideoUsage();
            generation.ErasureAsked = new() { At = Samples.Now, Reason = "Asked for." };
        });
        row.ShouldEndWith("-> .");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // Archiver had nothing of it at that time.
    public async Task One_that_is_given_its_task_after_the_wish_goes_on_and_is_deleted_once_that_has_ended(bool wasErased)
    {
        await using var slow = new IntakeApplication(true, ("Intake:SweepInterval", "00:00:00.100"), ("Intake:StartWithin", "00:00:01"), ("Intake:DriveAgainAfter", "00:00:01"), ("Intake:RetentionInterval", "01:00:00"));
        using var client = slow.CreateClient();
        var generation = Samples.Generation("failed");
        generation.TaskId = null;
        (await slow.Generations.InsertAsync(generation)).ShouldBeTrue();
        (await client.AskAsync(null, HttpMethod.Delete, $"/v1/generations/{generation.Id}")).Status.ShouldBe(HttpStatusCode.Accepted);
        if (wasErased)
            await slow.TellAsync(new GenerationErased { GenerationId = generation.Id });

        await slow.TellAsync(Samples.Submitted(generation.Id));
        await slow.TellAsync(new GenerationErased { GenerationId = generation.Id }); // Of before.
        await slow.TellAsync(Samples.Rendered(generation.Id));
        var before = slow.Recorder.Published.OfType<EraseGeneration>().Count();
        await slow.TellAsync(new VideoArchived { GenerationId = generation.Id, TaskId = "task", Video = Samples.Video });

        (await slow.Recorder.PublishedAsync<GenerationCompleted>()).GenerationId.ShouldBe(generation.Id);
        await Eventually.UntilAsync(() => slow.Recorder.Published.OfType<EraseGeneration>().Count() > before, "the wish to be sent again");
        (await slow.Generations.FindAsync(generation.Id))!.IsErased.ShouldBeFalse();
        await slow.TellAsync(new GenerationErased { GenerationId = generation.Id });
        (await slow.Generations.FindAsync(generation.Id))!.IsErased.ShouldBeTrue();
    }

    private async Task<Generation> InsertAsync(string status)
    {
        var generation = Samples.Generation(status);
        await intake.Bodies.SaveAsync(generation.Id, Encoding.UTF8.GetBytes("{}"));
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
        return generation;
    }

    private IEnumerable<EraseGeneration> Sent(Generation generation) => intake.Recorder.Published.OfType<EraseGeneration>().Where(sent => sent.GenerationId == generation.Id);

    private async Task<HttpStatusCode> DeleteAsync(Generation generation) => (await http.AskAsync(null, HttpMethod.Delete, $"/v1/generations/{generation.Id}")).Status;
}
