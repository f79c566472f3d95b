using Wan.Contracts;
using Wan.Fixtures;
using Wan.Submitter.Line;

namespace Wan.Submitter.Tests;

public sealed class ArchiveRoomTests : IDisposable
{
    private const string Reason = "/videos has 1 MB left; free some space there.";
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_is_posted_by_any_replica_while_no_video_could_be_kept()
    {
        await using var vendor = await StubVendor.StartAsync();
        await using var told = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);

        // Never hears of a report.
        await using var untold = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        await told.HandleAsync(Report("one", canKeep: false));
        await told.HandleAsync(Report("two", canKeep: false));

        string[] ids = [.. await told.EnterAsync(2), .. await untold.EnterAsync(2)];

        foreach (var submitter in new[] { told, untold })
        {
            foreach (var id in ids)
            {
                var place = (await submitter.PlaceAsync(id)).ShouldNotBeNull();
                place.WaitingFor.ShouldNotBeNull().ShouldContain(Reason);
                place.EstimatedStart.ShouldBeNull();
            }

            (await submitter.ReadyAsync()).ShouldContain($"archive_room: degraded: nothing new is submitted, since no video could be kept: {Reason}");
            await Eventually.UntilAsync(() => submitter.Warnings.Any(line => line.Contains(Reason, StringComparison.Ordinal)), "the warning");
        }

        vendor.Posts.ShouldBeEmpty();
        await told.HandleAsync(Report("two", canKeep: true));

        await Eventually.UntilAsync(() => vendor.Tasks.Count == ids.Length, "all submitted");
        foreach (var submitter in new[] { told, untold })
        {
            (await submitter.ReadyAsync()).ShouldContain("archive_room: healthy");
            submitter.Warnings.Count(line => line.Contains("no video could be kept", StringComparison.Ordinal)).ShouldBe(1);
            submitter.Warnings.Count(line => line.Contains("Videos can be kept again", StringComparison.Ordinal)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_report_of_room_wakes_the_line_at_once()
    {
        await using var vendor = await StubVendor.StartAsync();
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, ("Submitter:Tick", "01:00:00"));
        await submitter.HandleAsync(Report("one", canKeep: false));
        var id = (await submitter.EnterAsync(1))[0];
        (await submitter.PlaceAsync(id)).ShouldNotBeNull().WaitingFor.ShouldNotBeNull();

        // That of a newcomer is enough.
        await submitter.HandleAsync(Report("two", canKeep: true));

        await submitter.SubmittedAsync(id);
    }

    [Fact]
    public async Task A_restart_does_not_forget_that_no_video_could_be_kept()
    {
        await using var vendor = await StubVendor.StartAsync();
        await using (var first = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl))
            await first.HandleAsync(Report("one", canKeep: false));

        await using var second = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        var id = (await second.EnterAsync(1))[0];

        (await second.PlaceAsync(id)).ShouldNotBeNull().WaitingFor.ShouldNotBeNull().ShouldContain(Reason);
        vendor.Posts.ShouldBeEmpty();
    }

    [Fact]
    public void One_archiver_with_room_is_enough_and_none_that_ever_reported_is_no_hindrance()
    {
        var room = NewRoom();
        ArchiveRoomRules.Closed(room, Now).ShouldBeNull();

        ArchiveRoomRules.Take(room, Report("full", canKeep: false), Now);
        ArchiveRoomRules.Closed(room, Now).ShouldNotBeNull();
        ArchiveRoomRules.Take(room, Report("empty", canKeep: true), Now);
        ArchiveRoomRules.Closed(room, Now).ShouldBeNull();
    }

    [Fact]
    public void Who_is_silent_for_long_no_longer_counts_while_another_one_reports()
    {
        var room = NewRoom();
        ArchiveRoomRules.Take(room, Report("gone", canKeep: true), Now);

        ArchiveRoomRules.Take(room, Report("full", canKeep: false), Now.AddSeconds(110));
        ArchiveRoomRules.Closed(room, Now).ShouldBeNull();
        ArchiveRoomRules.Take(room, Report("full", canKeep: false) with { At = Now.AddSeconds(125) }, Now.AddSeconds(125));

        ArchiveRoomRules.Closed(room, Now).ShouldNotBeNull();
        room.Reports.Keys.ShouldBe(["full"]);
    }

    [Fact]
    public void If_all_are_silent_for_half_an_hour_nobody_archives()
    {
        var room = NewRoom();
        ArchiveRoomRules.Take(room, Report("one", canKeep: true), Now);

        ArchiveRoomRules.Closed(room, Now.AddMinutes(29)).ShouldBeNull();
        ArchiveRoomRules.Closed(room, Now.AddMinutes(31)).ShouldNotBeNull().ShouldContain("no Archiver has reported");
        ArchiveRoomRules.Take(room, Report("one", canKeep: true) with { At = Now.AddMinutes(32) }, Now.AddMinutes(32));
        ArchiveRoomRules.Closed(room, Now.AddMinutes(32)).ShouldBeNull();
    }

    [Fact]
    public void A_report_that_was_overtaken_changes_nothing_but_a_clock_may_be_set_back()
    {
        var room = NewRoom();
        ArchiveRoomRules.Take(room, Report("one", canKeep: false), Now);

        ArchiveRoomRules.Take(room, Report("one", canKeep: true) with { At = Now.AddMinutes(-3) }, Now.AddSeconds(1)).ShouldBeFalse();
        ArchiveRoomRules.Closed(room, Now).ShouldNotBeNull();
        ArchiveRoomRules.Take(room, Report("one", canKeep: true) with { At = Now.AddHours(-1) }, Now.AddMinutes(3)).ShouldBeTrue();

        ArchiveRoomRules.Closed(room, Now.AddMinutes(3)).ShouldBeNull();
    }

    private static ArchiveRoom NewRoom() => new() { Id = ArchiveRoom.TheId, CreatedAt = Now };

    private static ArchiveRoomReported Report(string archiver, bool canKeep) =>
        new() { Archiver = archiver, At = Now, CanKeep = canKeep, Reason = canKeep ? null : Reason };
}
