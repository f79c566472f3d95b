using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Views;

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

    [Fact]
    public async Task A_deleted_video_is_shown_as_such_beside_its_proof_and_stands_once_in_the_timeline()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync("completed", each => Samples.Deleted(id = each));
        await TellAsync(intake, Samples.Deleted(id) with { DeletedAt = Samples.Now.AddDays(31) }, count: 2);

        var generation = (await intake.Generations.FindAsync(id))!;
        var view = VideoView.Of(generation, null)!;
        (view.DeletedAt, view.DeletionReason).ShouldBe((Samples.Now.AddDays(30), "It is older than 30 days."));
        view.Sha256.ShouldBe(Samples.Video.Sha256);
        var entry = generation.Timeline.ShouldHaveSingleItem();
        (entry.What, entry.Detail).ShouldBe(("video_deleted", "It is older than 30 days."));
    }

    [Theory]
    [InlineData(0, true)] // The same news of the one that was deleted, once more.
    [InlineData(1, false)]
    public async Task A_video_that_is_archived_anew_after_a_deletion_is_there_again(int minutesLater, bool isDeleted)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync("completed", each => Samples.Deleted(id = each));

        await TellAsync(intake, Archived(id, minutesLater));

        VideoView.Of((await intake.Generations.FindAsync(id))!, null)!.DeletedAt.HasValue.ShouldBe(isDeleted);
    }

    [Fact]
    public async Task A_deletion_that_is_told_late_says_nothing_of_the_video_that_came_after()
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync("completed", each => Samples.Deleted(id = each), generation => generation.Video = Archived(generation.Id, 1).Video);

        var generation = (await intake.Generations.FindAsync(id))!;
        generation.VideoDeletion.ShouldBeNull();
        generation.Timeline.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("archiving")]
    [InlineData("failed")]
    public async Task A_deletion_that_overtakes_the_news_of_the_video_is_shown_with_it(string state)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync(state, each => Samples.Deleted(id = each));
        VideoView.Of((await intake.Generations.FindAsync(id))!, null).ShouldBeNull();

        await TellAsync(intake, Archived(id, 0));

        VideoView.Of((await intake.Generations.FindAsync(id))!, null)!.DeletedAt.ShouldBe(Samples.Now.AddDays(30));
    }

    [Theory]
    [InlineData(true, 1, false, 2, null)]
    [InlineData(false, 2, true, 1, null)]
    [InlineData(false, 1, true, 2, true)]
    [InlineData(true, 2, false, 1, true)]
    [InlineData(true, 1, true, 1, true)]
    public async Task A_hold_is_shown_as_it_was_changed_last_in_whatever_order_that_is_told(bool first, int firstMinute, bool second, int secondMinute, bool? shown)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync("completed", each => Samples.HoldChanged(id = each, first, firstMinute));

        await TellAsync(intake, Samples.HoldChanged(id, second, secondMinute), count: 2);

        VideoView.Of((await intake.Generations.FindAsync(id))!, null)!.Hold.ShouldBe(shown);
    }

    [Theory]
    [InlineData("archiving")]
    [InlineData("failed")]
    public async Task A_hold_that_was_set_before_there_is_a_video_is_shown_with_it(string state)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync(state, each => Samples.HoldChanged(id = each, true));

        await TellAsync(intake, Archived(id, 0));

        VideoView.Of((await intake.Generations.FindAsync(id))!, null)!.Hold.ShouldBe(true);
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData("submitting")]
    [InlineData("uncertain")]
    [InlineData("cancelled")]
    [InlineData("rejected")]
    public async Task What_is_told_of_the_video_of_one_that_never_had_a_result_changes_nothing(string state)
    {
        await using var intake = await IntakeHarness.StartAsync();
        var id = "";
        await intake.TryEventAsync(state, each => Samples.Deleted(id = each), generation => generation.SealedVideoUrl = null);
        await TellAsync(intake, Samples.HoldChanged(id, true));

        var generation = (await intake.Generations.FindAsync(id))!;
        (generation.VideoDeletion, generation.VideoHold, generation.VideoHoldChangedAt).ShouldBe((null, false, null));
        generation.Timeline.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_told_of_the_video_of_one_that_has_left_is_no_fault()
    {
        await using var intake = await IntakeHarness.StartAsync();
        await TellAsync(intake, Samples.Deleted(Guid.NewGuid().ToString()));
        await TellAsync(intake, Samples.HoldChanged(Guid.NewGuid().ToString(), true));
        intake.Recorder.Faulted.ShouldBeEmpty();
    }

    private static VideoArchived Archived(string id, int minutesLater) =>
        new() { GenerationId = id, TaskId = "task", Video = Samples.Video with { ArchivedAt = Samples.Now.AddMinutes(minutesLater) } };

    private static async Task TellAsync<T>(IntakeHarness intake, T message, int count = 1) where T : class
    {
        await intake.Bus.Publish(message);
        await intake.Recorder.ConsumedAsync<T>(_ => true, count);
    }
}
