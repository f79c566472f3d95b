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
