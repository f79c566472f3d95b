using MassTransit;
using Wan.Contracts;
using Wan.Intake.Sagas;

namespace Wan.Intake.Tests;

/// <summary>Where a generation goes by what else is known of it; <see cref="TransitionTableTests"/> have every event in every state.</summary>
public sealed class GenerationStateMachineTests
{
    [Fact]
    public async Task A_generation_told_to_cancel_while_it_is_submitted_cancels_its_task()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("submitting", Samples.Submitted, generation => generation.CancelRequested = true);
        row.ShouldEndWith("-> rendering: CancelTask, TrackTask");
    }

    [Fact]
    public async Task A_task_that_a_person_named_is_not_cancelled_for_what_was_asked_before()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("uncertain", id => Samples.Submitted(id) with { FoundBy = "operator" }, generation => generation.CancelRequested = true);
        row.ShouldEndWith("-> rendering: TrackTask");
    }

    [Fact]
    public async Task A_task_that_was_cancelled_at_the_vendor_cancels_the_generation_unpaid()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("rendering", id => Samples.NotRendered(id, "cancelled"), generation => generation.CancelRequested = true);
        row.ShouldEndWith("-> cancelled: GenerationCancelled");
    }

    [Fact]
    public async Task A_task_that_somebody_else_cancelled_fails_the_generation()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("rendering", id => Samples.NotRendered(id, "cancelled"));
        row.ShouldEndWith("-> failed: GenerationFailed");
    }

    [Fact]
    public async Task A_result_that_is_not_wanted_any_more_is_not_archived()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("rendering", Samples.Rendered, generation => generation.DiscardResult = true);
        row.ShouldEndWith("-> cancelled: GenerationCancelled");
    }

    [Theory]
    [InlineData("Another prompt", 5, "uncertain")]
    [InlineData(Samples.Prompt, 9, "archiving: ArchiveVideo")] // Of another length than was asked for, which is paid all the same.
    [InlineData(Samples.Prompt, 5, "archiving: ArchiveVideo")]
    [InlineData(null, 5, "archiving: ArchiveVideo")] // The vendor has not told the prompt.
    public async Task A_result_of_a_task_that_a_person_named_is_archived_only_if_it_is_this_requests(string? prompt, int seconds, string then)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("rendering", id => Samples.Rendered(id, prompt, seconds), generation => generation.TaskFoundBy = "operator");
        row.ShouldEndWith($"-> {then}");
    }

    [Fact]
    public async Task A_result_of_the_task_that_the_posts_own_answer_named_is_archived_whatever_prompt_the_vendor_tells()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("rendering", id => Samples.Rendered(id, "Another prompt", 5));
        row.ShouldEndWith("-> archiving: ArchiveVideo");
    }

    [Theory]
    [InlineData("failed", false, "uncertain")]
    [InlineData("expired", false, "uncertain")]
    [InlineData("cancelled", false, "uncertain")]
    [InlineData("cancelled", true, "uncertain: WithdrawSubmission")] // Its own task may run.
    public async Task A_task_that_ends_without_a_video_goes_back_to_the_person_who_named_it(string reason, bool cancelRequested, string then)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        var row = await intake.TryEventAsync(
            "rendering",
            each => Samples.NotRendered(id = each, reason),
            generation => (generation.TaskFoundBy, generation.CancelRequested) = ("operator", cancelRequested));

        row.ShouldEndWith($"-> {then}");
        var generation = (await intake.Generations.FindAsync(id))!;
        (generation.TaskId, generation.OnHold).ShouldBe((null, true));
        generation.Error!.Message.ShouldEndWith($"Decide again with POST /v1/generations/{id}/resolve. It ended as {reason}: Some reason.");
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("expired")]
    public async Task A_task_that_is_proven_and_ends_without_a_video_fails_the_generation(string reason)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("rendering", id => Samples.NotRendered(id, reason), generation => generation.TaskFoundBy = "prompt");
        row.ShouldEndWith("-> failed: GenerationFailed");
    }

    [Theory]
    [InlineData("rendering", "own")]
    [InlineData("archiving", "own")]
    [InlineData("completed", "own")]
    [InlineData("failed", "own")]
    [InlineData("cancelled", "own")]
    [InlineData("uncertain", null)] // It had one, which was taken back.
    [InlineData("failed", null)]
    [InlineData("cancelled", null)]
    public async Task What_is_told_of_a_task_that_is_not_its_own_changes_nothing(string state, string? own)
    {
        await using var intake = await IntakeHarness.StartAsync();
        foreach (var message in OfTask)
        {
            var id = "";
            var row = await intake.TryEventAsync(
                state,
                each => message(id = each),
                generation => (generation.TaskId, generation.Usage, generation.SealedVideoUrl, generation.CancelRequested) = (own, new VideoUsage(), "own", true));

            row.ShouldEndWith("-> .");
            var generation = (await intake.Generations.FindAsync(id))!;
            (generation.TaskId, generation.SealedVideoUrl, generation.StartedAt, generation.CancelRequested).ShouldBe((own, "own", null, true));
            generation.Timeline.ShouldBeEmpty();
        }

        intake.Recorder.Published.OfType<Fault>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("named", "operator", 0, "proven", "prompt", 20, true)]
    [InlineData("named", "operator", 20, "proven", null, 0, true)] // Proof is proof, whenever it came.
    [InlineData("named", "operator", 0, "other", "operator", 20, true)]
    [InlineData("named", "operator", 20, "other", "operator", 0, false)]
    [InlineData("proven", "request_id", 20, "named", "operator", 0, false)]
    [InlineData("proven", null, 0, "named", "operator", 20, false)]
    [InlineData("proven", null, 0, "other", "prompt", 20, true)]
    [InlineData("proven", "prompt", 20, "other", null, 0, false)]
    [InlineData("named", "operator", 0, "named", "operator", 20, false)]
    [InlineData(null, null, 0, "proven", null, 0, true)]
    [InlineData(null, null, 0, "named", "operator", 0, false)] // The word that was taken back, once more.
    [InlineData(null, null, 0, "named", "operator", 20, true)]
    [InlineData(null, null, 20, "named", "operator", 0, true)] // Clocks are set.
    public void Proof_takes_the_place_of_a_persons_word_and_a_later_task_that_of_an_earlier(
        string? own, string? ownBy, int ownMinute, string told, string? toldBy, int toldMinute, bool takes)
    {
        var generation = Samples.Generation("rendering");
        (generation.TaskId, generation.TaskFoundBy, generation.SubmittedAt) = (own, ownBy, Samples.Now.AddMinutes(ownMinute));
        var message = Samples.Submitted(generation.Id) with { TaskId = told, FoundBy = toldBy, SubmittedAt = Samples.Now.AddMinutes(toldMinute) };

        NamedTaskRules.IsNewTask(generation, message).ShouldBe(takes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_was_proven_is_tracked_instead_of_the_one_that_a_person_had_named_in_whatever_order_they_are_told(bool namedFirst)
    {
        await using var intake = await IntakeHarness.StartAsync();
        GenerationSubmitted Named(string id) => Samples.Submitted(id) with { TaskId = "named", FoundBy = "operator" };
        GenerationSubmitted Proven(string id) => Samples.Submitted(id) with { TaskId = "proven", FoundBy = "prompt", SubmittedAt = Samples.Now.AddMinutes(20) };
        var id = "";
        await intake.TryEventAsync("uncertain", each => namedFirst ? Named(id = each) : Proven(id = each));

        await intake.Bus.Publish(namedFirst ? Proven(id) : Named(id));
        await intake.Recorder.ConsumedAsync<GenerationSubmitted>(submitted => submitted.GenerationId == id, count: 2);

        (await intake.Generations.FindAsync(id))!.TaskId.ShouldBe("proven");
        intake.Recorder.Published.OfType<TrackTask>().Last().TaskId.ShouldBe("proven");
    }

    [Fact]
    public async Task A_word_that_was_taken_back_is_not_taken_again_when_it_is_told_once_more_and_its_end_is_asked_for()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync(
            "uncertain", id => Samples.Submitted(id) with { FoundBy = "operator" }, generation => generation.SubmittedAt = Samples.Now);
        row.ShouldEndWith("-> uncertain: TrackTask");
    }

    [Fact]
    public async Task One_that_a_person_gave_up_goes_on_with_the_task_that_was_proven_for_it()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync(
            "failed", id => Samples.Submitted(id) with { TaskId = "found", FoundBy = "prompt" }, generation => generation.TaskId = null);
        row.ShouldEndWith("-> rendering: TrackTask");
    }

    [Fact]
    public async Task One_that_a_person_gave_up_goes_on_with_the_task_that_was_found_for_it()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync(
            "failed",
            id => Samples.Submitted(id) with { TaskId = "found", FoundBy = "operator" },
            generation => (generation.TaskId, generation.SubmittedAt) = (null, null));
        row.ShouldEndWith("-> rendering: TrackTask");
    }

    [Fact]
    public async Task An_event_for_a_generation_that_is_not_there_faults()
    {
        await using var intake = await IntakeHarness.StartAsync();
        await intake.Bus.Publish(Samples.Submitted(Guid.NewGuid().ToString()));
        await intake.Recorder.PublishedAsync<Fault<GenerationSubmitted>>();
    }

    private static IEnumerable<Func<string, object>> OfTask => [Samples.Started, Samples.Rendered, id => Samples.NotRendered(id, "failed"), Samples.NotCancelled];
}
