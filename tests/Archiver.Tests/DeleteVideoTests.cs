using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;

namespace Wan.Archiver.Tests;

/// <summary>Videos that somebody wants deleted.</summary>
public sealed class DeleteVideoTests
{
    private const string Reason = "Asked for by the key abc.";

    [Fact]
    public async Task It_is_deleted_as_by_retention_and_told_with_who_asked_and_again_when_that_was_lost()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = await KeptAsync(host, server);

        await SendAsync(host, Delete(id));
        await SendAsync(host, Delete(id));

        var told = await host.HeardAsync<VideoDeleted>();
        (told.GenerationId, told.Reason, told.Video).ShouldBe((id, Reason, (await host.HeardAsync<VideoArchived>()).Video));
        await Eventually.UntilAsync(async () => (await host.Archives.FindAsync(id))!.State is ArchiveState.Deleted, "the end of the deletion");
        File.Exists(host.VideoPath(id)).ShouldBeFalse();
        File.Exists(Path.ChangeExtension(host.VideoPath(id), ".json")).ShouldBeTrue();

        var before = host.Heard<VideoDeleted>().Count();
        await SendAsync(host, Delete(id) with { Reason = "Asked for by another." });

        await Eventually.UntilAsync(() => host.Heard<VideoDeleted>().Count() > before, "the same answer");
        host.Heard<VideoDeleted>().ShouldAllBe(answer => answer.Reason == Reason);
        host.Heard<VideoDeleted>().Last().DeletedAt.ShouldBe((await host.Archives.FindAsync(id))!.DeletedAt!.Value);
    }

    [Fact]
    public async Task One_that_is_on_hold_stays_and_that_is_told()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = await KeptAsync(host, server);
        await host.Archives.ChangeAsync(id, archive => archive.Hold = true); // By an older release, which has not dated it.

        await SendAsync(host, Delete(id));

        var told = await host.HeardAsync<VideoHoldChanged>();
        (told.GenerationId, told.Hold).ShouldBe((id, true));
        var archive = (await host.Archives.FindAsync(id))!;
        (archive.State, archive.HoldChangedAt).ShouldBe((ArchiveState.Stored, told.At));
        File.Exists(host.VideoPath(id)).ShouldBeTrue();
        host.Heard<VideoDeleted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_wish_for_one_that_is_not_there_does_nothing()
    {
        await using var host = await ArchiverHost.StartAsync();
        var id = Guid.CreateVersion7().ToString();

        await SendAsync(host, Delete(id));
        await host.Recorder.ConsumedAsync<DeleteVideo>(message => message.GenerationId == id);

        host.Recorder.Faulted.ShouldBeEmpty();
        (await host.Archives.FindAsync(id)).ShouldBeNull();
    }

    [Theory]
    [InlineData(ArchiveState.Stored, true, ArchiveState.Deleting)]
    [InlineData(ArchiveState.Failed, true, ArchiveState.Deleting)] // It was lost, and not found again.
    [InlineData(ArchiveState.Failed, false, ArchiveState.Failed)]
    [InlineData(ArchiveState.Waiting, true, ArchiveState.Waiting)] // It is being fetched anew, and would be left.
    [InlineData(ArchiveState.Deleting, true, ArchiveState.Deleting)]
    [InlineData(ArchiveState.Deleted, true, ArchiveState.Deleted)]
    internal void Only_what_is_there_is_marked(ArchiveState before, bool hasVideo, ArchiveState after)
    {
        var archive = Archive(before, hasVideo);
        var now = DateTimeOffset.UtcNow;

        ArchiveRules.Delete(archive, Reason, now).ShouldBe(before != after);

        (archive.State, archive.DeletionReason, archive.DueAt).ShouldBe(before == after ? (after, null, null) : (after, Reason, now));
    }

    [Fact]
    public async Task Killed_between_the_mark_and_the_deletion_it_is_deleted_in_the_end()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        string id;

        // It looks for nothing that is due, so that it marks, and ends before it deletes.
        await using (var host = await ArchiverHost.StartAsync(new() { ["Archiver:Interval"] = "01:00:00" }, folder))
        {
            id = await KeptAsync(host, server);
            await SendAsync(host, Delete(id));
            await Eventually.UntilAsync(async () => (await host.Archives.FindAsync(id))!.State is ArchiveState.Deleting, "the mark");
            File.Exists(host.VideoPath(id)).ShouldBeTrue();
        }

        await using var later = await ArchiverHost.StartAsync(folder: folder);

        (await later.HeardAsync<VideoDeleted>()).Reason.ShouldBe(Reason);
        File.Exists(later.VideoPath(id)).ShouldBeFalse();
    }

    private static async Task<string> KeptAsync(ArchiverHost host, VideoServer server)
    {
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        return id;
    }

    // In a flow of its own: what the bus leaves there would outlive it.
    private static async Task SendAsync(ArchiverHost host, DeleteVideo wish) => await host.Bus.Publish(wish);

    private static DeleteVideo Delete(string id) => new() { GenerationId = id, Reason = Reason };

    private static Archive Archive(ArchiveState state, bool hasVideo) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        CreatedAt = DateTimeOffset.UtcNow,
        State = state,
        Tenant = "acme",
        Account = "default",
        Model = "wan2.7-r2v",
        TaskId = "task",
        Expected = Clips.Expected,
        Video = hasVideo
            ? new ArchivedVideo { Bytes = 1, Sha256 = new string('a', 64), Width = 1280, Height = 720, Fps = 30, Duration = 5, Audio = true, ArchivedAt = DateTimeOffset.UtcNow }
            : null,
    };
}
