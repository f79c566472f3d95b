using Wan.Contracts;

namespace Wan.Intake.Tests;

/// <summary>What the vendor said of a task can be read in the generation's timeline.</summary>
public sealed class TimelineTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Started = new(2026, 4, 2, 14, 53, 30, 427, TimeSpan.Zero);
    private static readonly DateTimeOffset Ended = Started.AddMinutes(7);

    private IntakeHarness intake = null!;

    public async Task InitializeAsync() => intake = await IntakeHarness.StartAsync();

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task The_start_has_the_vendors_time() =>
        (await NotedAsync("started", id => new GenerationStarted { GenerationId = id, Account = "default", Model = "wan2.7-r2v", TaskId = "task", StartedAt = Started }))
            .ShouldBe("at the vendor 2026-04-02 14:53:30.427");

    [Fact]
    public async Task A_success_has_the_vendors_times_and_the_request_that_told() =>
        (await NotedAsync("rendered", id => new GenerationRendered
        {
            GenerationId = id,
            Account = "default",
            Model = "wan2.7-r2v",
            TaskId = "task",
            SealedVideoUrl = "sealed",
            UrlExpiresAt = Ended.AddDays(1),
            EndedAt = Ended,
            SeenAt = Ended.AddSeconds(1),
            VendorRequestId = "r-1",
        })).ShouldBe("ended at the vendor 2026-04-02 15:00:30.427; seen 2026-04-02 15:00:31.427; request r-1");

    [Fact]
    public async Task A_failure_has_the_vendors_code_sentence_time_and_request() =>
        (await NotedAsync("failed", id => new RenderingFailed
        {
            GenerationId = id,
            Account = "default",
            Model = "wan2.7-r2v",
            TaskId = "task",
            Reason = "failed",
            Error = new GenerationError { Code = "rendering_failed", Message = "Too rude.", VendorCode = "DataInspectionFailed", VendorRequestId = "r-2" },
            EndedAt = Ended,
            SeenAt = Ended.AddSeconds(1),
        })).ShouldBe(
            "rendering_failed; vendor code DataInspectionFailed; Too rude.; ended at the vendor 2026-04-02 15:00:30.427; seen 2026-04-02 15:00:31.427; request r-2");

    [Fact]
    public async Task One_that_stays_uncertain_says_so_once()
    {
        var generation = Samples.Generation("uncertain");
        generation.Timeline.Clear();
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();

        for (var times = 1; times <= 3; times++) // As the sweep asks, and Submitter answers.
        {
            await intake.Bus.Publish(new ContinueGeneration { GenerationId = generation.Id });
            await intake.Recorder.ConsumedAsync<ContinueGeneration>(_ => true, times);
            await intake.Bus.Publish(new SubmissionUncertain { GenerationId = generation.Id, Account = "default", AttemptId = "attempt", Error = Samples.Error });
            await intake.Recorder.ConsumedAsync<SubmissionUncertain>(_ => true, times);
        }

        (await intake.Generations.FindAsync(generation.Id))!.Timeline.Select(entry => entry.What).ShouldBe(["uncertain"]);
        intake.Recorder.Published.OfType<SubmitGeneration>().Count().ShouldBe(3);
    }

    private async Task<string?> NotedAsync(string what, Func<string, object> message)
    {
        string? id = null;
        await intake.TryEventAsync("rendering", generation => message(id = generation));
        return (await intake.Generations.FindAsync(id!))!.Timeline.Single(entry => entry.What == what).Detail;
    }
}
