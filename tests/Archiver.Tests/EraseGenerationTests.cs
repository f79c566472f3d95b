using Wan.Archiver.Quarantine;
using Wan.Archiver.Verify;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;

namespace Wan.Archiver.Tests;

/// <summary>Generations of which nothing is to be kept.</summary>
public sealed class EraseGenerationTests
{
    private const string Reason = "Asked for by the key abc.";

    [Fact]
    public async Task Nothing_of_it_is_left_in_either_place_and_that_is_told()
    {
        await using var server = await VideoServer.StartAsync();
        using var second = new TemporaryFolder();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Copy:Directory"] = second.Path });
        var id = await KeptAsync(host, server);
        var other = await KeptAsync(host, server);
        await Eventually.UntilAsync(async () => !(await host.Archives.FindAsync(id))!.CopyIsDue && !(await host.Archives.FindAsync(other))!.CopyIsDue, "the copies");

        await SendAsync(host, id);

        (await host.HeardAsync<GenerationErased>()).GenerationId.ShouldBe(id);
        var told = await host.HeardAsync<VideoDeleted>();
        (told.GenerationId, told.Reason).ShouldBe((id, Reason));
        await Eventually.UntilAsync(async () => await host.Archives.FindAsync(id) is null, "the document gone");
        Left(host, second, id).ShouldBeEmpty();
        Left(host, second, other).Count().ShouldBe(4);
        (await VerifyAsync(host)).ShouldStartWith("1 videos checked, 0 findings");

        var before = host.Heard<GenerationErased>().Count();
        await SendAsync(host, id); // The answer was lost.
        await Eventually.UntilAsync(() => host.Heard<GenerationErased>().Count() > before, "the same answer");
    }

    [Fact]
    public async Task What_is_in_quarantine_goes_too()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Silent)))).GenerationId;
        await host.HeardAsync<ArchivingFailed>();
        File.Exists(host.Folder.File("archive", QuarantineStore.KeyOf(id))).ShouldBeTrue();

        await SendAsync(host, id);

        await host.HeardAsync<GenerationErased>();
        Left(host, null, id).ShouldBeEmpty();
        host.Heard<VideoDeleted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_on_hold_stays_and_that_is_told()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = await KeptAsync(host, server);
        await host.Archives.ChangeAsync(id, archive => archive.Hold = true);

        await SendAsync(host, id);

        (await host.HeardAsync<VideoHoldChanged>()).Hold.ShouldBeTrue();
        File.Exists(host.VideoPath(id)).ShouldBeTrue();
        host.Heard<GenerationErased>().ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_archive_is_not_there_nothing_is_said_to_be_deleted_and_it_is_once_it_is_back()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:Lease"] = "00:00:01" });
        var id = await KeptAsync(host, server);
        Directory.Move(host.Folder.File("archive"), host.Folder.File("elsewhere"));

        await SendAsync(host, id);
        await Eventually.UntilAsync(() => host.Logs.Lines.Any(line => $"{line}".Contains("Mount its disk", StringComparison.Ordinal)), "the reason");
        host.Heard<GenerationErased>().ShouldBeEmpty();
        Directory.Move(host.Folder.File("elsewhere"), host.Folder.File("archive"));

        await host.HeardAsync<GenerationErased>();
        Left(host, null, id).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_the_store_does_not_delete_holds_up_no_other()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:Lease"] = "01:00:00" });
        var (locked, other) = (await KeptAsync(host, server), await KeptAsync(host, server));
        var at = host.Clock.GetUtcNow().AddSeconds(2); // Both in one round.
        foreach (var (id, due) in ((string, DateTimeOffset)[])[(locked, at), (other, at.AddMilliseconds(1))])
        {
            await host.Archives.ChangeAsync(id, archive =>
            {
                ArchiveRules.Erase(archive, Reason, due);
                archive.Key = id == locked ? "/proc/version" : archive.Key; // Which nobody may delete.
                return true;
            });
        }

        (await host.HeardAsync<GenerationErased>()).GenerationId.ShouldBe(other);
        (await host.Archives.FindAsync(locked))!.State.ShouldBe(ArchiveState.Deleting);
    }

    [Theory]
    [InlineData(ArchiveState.Stored, true)]
    [InlineData(ArchiveState.Failed, true)]
    [InlineData(ArchiveState.Deleted, true)]
    [InlineData(ArchiveState.Waiting, false)] // What is being fetched would be left.
    internal void All_but_what_is_being_fetched_is_marked(ArchiveState state, bool isMarked)
    {
        var archive = new Archive
        {
            Id = Guid.CreateVersion7().ToString(), CreatedAt = DateTimeOffset.UtcNow, State = state, Tenant = "acme", Account = "default", Model = "wan2.7-r2v", TaskId = "task", Expected = Clips.Expected,
        };

        ArchiveRules.Erase(archive, Reason, DateTimeOffset.UtcNow).ShouldBe(isMarked);

        (archive.Erase, archive.State == ArchiveState.Deleting).ShouldBe((isMarked, isMarked));
        ArchiveRules.Erase(archive, Reason, DateTimeOffset.UtcNow).ShouldBeFalse();
    }

    private static async Task<string> KeptAsync(ArchiverHost host, VideoServer server)
    {
        var before = host.Heard<VideoArchived>().Count();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await Eventually.UntilAsync(() => host.Heard<VideoArchived>().Count() > before, "the video");
        return id;
    }

    // In a flow of its own: what the bus leaves there would outlive it.
    private static async Task SendAsync(ArchiverHost host, string id) => await host.Bus.Publish(new EraseGeneration { GenerationId = id, Reason = Reason });

    private static IEnumerable<string> Left(ArchiverHost host, TemporaryFolder? second, string id) =>
        new[] { host.Folder.Path, second?.Path }.OfType<string>().SelectMany(folder => Directory.EnumerateFiles(folder, $"*{id}*", SearchOption.AllDirectories));

    private static async Task<string> VerifyAsync(ArchiverHost host)
    {
        await using var output = new StringWriter();
        await VerifyCommand.RunAsync(["--Storage:Directory", host.Folder.File("data"), "--Archive:Directory", host.Folder.File("archive")], output, TextWriter.Null, CancellationToken.None);
        return output.ToString();
    }
}
