using Wan.Contracts;
using Wan.Fixtures;
using Wan.Hosting.Clocks;
using Wan.Intake.Sagas;

namespace Wan.Intake.Tests;

/// <summary>What becomes of a generation that was to begin by a time; <see cref="TransitionTableTests"/> have every event in every state without one.</summary>
public sealed class StartByTests
{
    private static readonly DateTimeOffset Passed = Samples.Now.AddYears(-20);
    private static readonly DateTimeOffset Ahead = Samples.Now.AddYears(200);

    [Theory]
    [InlineData("accepted", "Continue", "cancelled: GenerationCancelled")] // Nobody has heard of it.
    [InlineData("submitting", "Continue", "submitting: SubmitGeneration, WithdrawSubmission")]
    [InlineData("submitting", "Withdrawn", "cancelled: GenerationCancelled")]
    [InlineData("submitting", "Submitted", "rendering: CancelTask, TrackTask")] // Its POST was under way.
    [InlineData("uncertain", "Continue", "uncertain: SubmitGeneration, WithdrawSubmission")] // It may be paid.
    [InlineData("uncertain", "Withdrawn", "cancelled: GenerationCancelled")]
    [InlineData("uncertain", "Submitted", "rendering: CancelTask, TrackTask")]
    [InlineData("uncertain", "SubmittedByOperator", "rendering: TrackTask")] // Which may be somebody else's.
    [InlineData("rendering", "Continue", "rendering: CancelTask, TrackTask")]
    [InlineData("rendering", "Started", ".")]
    [InlineData("rendering", "Rendered", "archiving: ArchiveVideo")]
    [InlineData("rendering", "NotCancelled", ".")]
    [InlineData("rendering", "CancelledByOthers", "failed: GenerationFailed")] // Before anything was asked for.
    [InlineData("failed", "Submitted", "failed: TrackTask")]
    [InlineData("completed", "Submitted", "completed: TrackTask")]
    public async Task After_its_time_it_goes(string state, string what, string then)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync(state, Event(what), startBy: Passed);
        row.ShouldEndWith($"-> {then}");
    }

    [Theory]
    [InlineData("accepted", "Continue", "submitting: SubmitGeneration")]
    [InlineData("submitting", "Continue", "submitting: SubmitGeneration")]
    [InlineData("submitting", "Submitted", "rendering: TrackTask")]
    [InlineData("rendering", "Continue", "rendering: TrackTask")]
    [InlineData("rendering", "CancelledByOthers", "failed: GenerationFailed")]
    public async Task Before_its_time_it_goes_as_any_other(string state, string what, string then)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync(state, Event(what), startBy: Ahead);
        row.ShouldEndWith($"-> {then}");
    }

    [Theory]
    [InlineData("submitting", "Withdrawn", "It waited: all 5 slots are taken.")]
    [InlineData("rendering", "CancelledByOthers", "Its task waited at the vendor still, and was cancelled there.")]
    public async Task It_ends_as_not_started_unpaid_and_says_what_it_waited_for(string state, string what, string why)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync(state, each => Event(what)(id = each), generation => generation.StartMissed = true, Passed);

        var generation = (await intake.Generations.FindAsync(id))!;
        (generation.Status, generation.Error!.Code, generation.DueAt).ShouldBe(("cancelled", "not_started", null));
        generation.Error.Message.ShouldEndWith(why);
        generation.Timeline[^1].What.ShouldBe("cancelled");
        var told = await intake.Recorder.PublishedAsync<GenerationCancelled>(told => told.GenerationId == id);
        (told.Reason, told.Paid).ShouldBe((CancellationReason.NotStarted, false));
    }

    [Fact]
    public async Task One_that_somebody_has_cancelled_is_told_apart()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync(
            "submitting", each => new SubmissionWithdrawn { GenerationId = id = each, Reason = "requested" }, generation => generation.CancelRequested = true, Ahead);

        (await intake.Recorder.PublishedAsync<GenerationCancelled>(told => told.GenerationId == id)).Reason.ShouldBe(CancellationReason.Requested);
        (await intake.Generations.FindAsync(id))!.Error.ShouldBeNull();
    }

    [Fact]
    public async Task What_the_vendor_does_not_cancel_since_it_runs_goes_on_and_is_not_asked_for_again()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync("rendering", each => new ContinueGeneration { GenerationId = id = each }, startBy: Passed);
        (await intake.Generations.FindAsync(id))!.Timeline[^1].What.ShouldBe("start_by_passed");

        await intake.SendAsync(Samples.NotCancelled(id));
        await intake.SendAsync(new ContinueGeneration { GenerationId = id });
        await intake.SendAsync(Samples.Rendered(id));

        var generation = (await intake.Generations.FindAsync(id))!;
        generation.Status.ShouldBe("archiving");
        generation.Timeline.Select(entry => entry.What).ShouldBe(["start_by_passed", "cancel_refused", "rendered"]);
        intake.Recorder.Published.OfType<CancelTask>().Count(sent => sent.GenerationId == id).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_looked_at_when_its_time_comes_and_not_only_hours_later()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var (id, startBy) = ("", DateTimeOffset.UtcNow.AddMinutes(1));
        await intake.TryEventAsync("accepted", each => new ContinueGeneration { GenerationId = id = each }, startBy: startBy);
        (await intake.Generations.FindAsync(id))!.DueAt.ShouldBe(startBy);
        await intake.SendAsync(Samples.Submitted(id));
        (await intake.Generations.FindAsync(id))!.DueAt.ShouldBe(startBy);
        await intake.SendAsync(Samples.Started(id));
        (await intake.Generations.FindAsync(id))!.DueAt!.Value.ShouldBeGreaterThan(startBy);
    }

    [Fact]
    public async Task Once_it_has_passed_it_is_not_looked_at_every_second()
    {
        await using var intake = await IntakeHarness.StartAsync();
        foreach (var (state, what) in new[] { ("submitting", "Continue"), ("submitting", "Submitted"), ("rendering", "Continue") })
        {
            var id = "";
            await intake.TryEventAsync(state, each => Event(what)(id = each), startBy: Passed);
            (await intake.Generations.FindAsync(id))!.DueAt!.Value.ShouldBeGreaterThan(DateTimeOffset.UtcNow, $"{state} {what}");
        }
    }

    [Fact]
    public async Task A_clock_that_is_known_to_be_wrong_gives_nothing_up_and_leaves_the_time_for_one_that_is_right()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var (guard, startBy) = (intake.Service<ClockGuard>(), DateTimeOffset.UtcNow.AddHours(-1));
        for (var word = 0; word < 2; word++)
            guard.HeardFromVendor("vendor", DateTimeOffset.UtcNow.AddHours(-2), TimeSpan.Zero); // By which it lies an hour ahead.
        guard.IsTrusted(out _).ShouldBeFalse();

        var id = "";
        var row = await intake.TryEventAsync("accepted", each => new ContinueGeneration { GenerationId = id = each }, startBy: startBy);

        row.ShouldEndWith("-> submitting: SubmitGeneration");
        (await intake.Generations.FindAsync(id))!.DueAt.ShouldBe(startBy);
    }

    [Fact]
    public async Task Submitter_is_told_until_when_and_why()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync("submitting", each => new ContinueGeneration { GenerationId = id = each }, startBy: Passed);

        (await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id)).StartBy.ShouldBe(Passed);
        (await intake.Recorder.PublishedAsync<WithdrawSubmission>(sent => sent.GenerationId == id)).Reason.ShouldBe(CancellationReason.NotStarted);
    }

    [Theory]
    [InlineData(false, false, false, null, true)]
    [InlineData(true, false, false, null, false)] // It is being cancelled.
    [InlineData(false, true, false, null, false)]
    [InlineData(false, false, true, null, false)]
    [InlineData(false, false, false, "operator", false)]
    [InlineData(false, false, false, "prompt", true)]
    public void Its_time_has_a_say_as_long_as_nothing_is_decided(bool cancelRequested, bool missed, bool forgiven, string? foundBy, bool isOpen)
    {
        var generation = Of(Passed);
        (generation.CancelRequested, generation.StartMissed, generation.StartForgiven, generation.TaskFoundBy) = (cancelRequested, missed, forgiven, foundBy);

        StartByRules.IsOpen(generation).ShouldBe(isOpen);
        StartByRules.HasPassed(generation, Samples.Now).ShouldBe(isOpen);
    }

    [Fact]
    public void It_passes_at_that_very_time()
    {
        var generation = Of(Samples.Now);

        StartByRules.HasPassed(generation, Samples.Now.AddTicks(-1)).ShouldBeFalse();
        StartByRules.HasPassed(generation, Samples.Now).ShouldBeTrue();
        generation.StartedAt = Samples.Now;
        StartByRules.HasPassed(generation, Samples.Now).ShouldBeFalse();
    }

    private static Generation Of(DateTimeOffset startBy) => Samples.Generation("rendering", startBy: startBy);

    private static Func<string, object> Event(string what) => what switch
    {
        "Continue" => id => new ContinueGeneration { GenerationId = id },
        "Withdrawn" => id => new SubmissionWithdrawn { GenerationId = id, Reason = "not_started", WaitedFor = "all 5 slots are taken" },
        "Submitted" => Samples.Submitted,
        "SubmittedByOperator" => id => Samples.Submitted(id) with { FoundBy = TaskFoundBy.Operator },
        "Started" => Samples.Started,
        "Rendered" => Samples.Rendered,
        "NotCancelled" => Samples.NotCancelled,
        "CancelledByOthers" => id => Samples.NotRendered(id, "cancelled"),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };
}
