using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>What is known of a video, and of its archiving.</summary>
public sealed class VideoVerbsTests
{
    [Fact]
    public async Task A_failed_archiving_is_taken_up_again_with_a_fresh_result()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("failed", Samples.Rendered, generation => generation.Usage = new VideoUsage());
        row.ShouldEndWith("-> failed: ArchiveVideo");
    }

    [Fact]
    public async Task A_video_that_was_lost_is_archived_anew_with_a_fresh_result()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var row = await intake.TryEventAsync("completed", Samples.Rendered, generation => generation.SealedVideoUrl = "v1.before");
        row.ShouldEndWith("-> completed: ArchiveVideo");
    }

    [Fact]
    public async Task A_vendor_that_gives_no_fresh_URL_ends_no_archiving_and_stands_in_the_timeline()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var generation = Samples.Generation("archiving");
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();

        await intake.Bus.Publish(Samples.NotRendered(generation.Id, "expired"));

        await Eventually.UntilAsync(
            async () => (await intake.Generations.FindAsync(generation.Id))!.Timeline.Any(entry => entry.What == "no_fresh_url"), "the note");
        (await intake.Generations.FindAsync(generation.Id))!.Status.ShouldBe("archiving");
    }

    [Fact]
    public async Task A_video_that_took_the_place_of_a_lost_one_is_shown_from_then_on()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var generation = Samples.Generation("completed");
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
        var other = Samples.Video with { Sha256 = new string('f', 64), Warnings = ["It was accepted."] };

        await intake.Bus.Publish(new VideoArchived { GenerationId = generation.Id, TaskId = "task", Video = other });

        (await intake.Recorder.PublishedAsync<GenerationCompleted>()).Video.Sha256.ShouldBe(other.Sha256);
        await Eventually.UntilAsync(async () => (await intake.Generations.FindAsync(generation.Id))!.Video?.Sha256 == other.Sha256, "the proof");
    }
}
