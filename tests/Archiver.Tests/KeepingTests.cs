using System.Net;
using Wan.Archiver.Chores;
using Wan.Archiver.Retention;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>What happens to videos after they are kept: retention, hold, the second copy.</summary>
public sealed class KeepingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Videos_are_judged_by_age_and_by_their_tenants_bytes_newest_first()
    {
        var options = new RetentionOptions
        {
            Age = TimeSpan.FromDays(10),
            Tenants = { ["small"] = new RetentionRule { Bytes = 250 }, ["free"] = new RetentionRule() },
        };
        var ledger = new RetentionLedger(options, Now);

        ledger.Judge(Stored("any", days: 9)).ShouldBeNull();
        ledger.Judge(Stored("any", days: 11)).ShouldNotBeNull().ShouldContain("older");
        ledger.Judge(Stored("any", days: 11, hold: true)).ShouldBeNull();
        ledger.Judge(Stored("free", days: 999)).ShouldBeNull();
        ledger.Judge(Stored("small", days: 1)).ShouldBeNull();
        ledger.Judge(Stored("small", days: 2, hold: true)).ShouldBeNull();
        ledger.Judge(Stored("small", days: 3)).ShouldNotBeNull().ShouldContain("250 bytes");
        ledger.Judge(Stored("small", days: 4, hold: true)).ShouldBeNull();
    }

    [Fact]
    public async Task A_deletion_is_told_and_leaves_the_proof_behind()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new()
        {
            ["Archive:Retention:Age"] = "00:00:00.001",
            ["Archive:Retention:Interval"] = "00:00:00.050",
        });
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;

        var told = await host.HeardAsync<VideoDeleted>();

        told.GenerationId.ShouldBe(id);
        told.Tenant.ShouldBe("acme");
        told.Video.ShouldBe((await host.HeardAsync<VideoArchived>()).Video);
        File.Exists(host.VideoPath(id)).ShouldBeFalse();
        File.Exists(Path.ChangeExtension(host.VideoPath(id), ".json")).ShouldBeTrue();
        await Eventually.UntilAsync(async () => (await host.Archives.FindAsync(id))!.State is ArchiveState.Deleted, "the end of the deletion");
        (await host.Archives.FindAsync(id))!.Video.ShouldBe(told.Video);
        using var http = host.Http;
        using var answer = await http.GetAsync($"/v1/generations/{id}/video");
        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task What_is_on_hold_is_not_deleted()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        var url = server.Serve("/a.mp4", Clips.Sound);
        string held, free;
        await using (var before = await ArchiverHost.StartAsync(folder: folder))
        {
            held = (await before.SendAsync(before.Command(url))).GenerationId;
            free = (await before.SendAsync(before.Command(url))).GenerationId;
            await Eventually.UntilAsync(() => before.Heard<VideoArchived>().Count() == 2, "both");
            using var http = before.Http;
            using var answer = await http.PutAsync($"/v1/generations/{held}/hold", null);
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await using var host = await ArchiverHost.StartAsync(
            new() { ["Archive:Retention:Tenants:acme:Bytes"] = "0", ["Archive:Retention:Interval"] = "00:00:00.050" }, folder);

        await host.HeardAsync<VideoDeleted>(told => told.GenerationId == free);
        File.Exists(host.VideoPath(held)).ShouldBeTrue();
        using var doors = host.Http;
        await doors.DeleteAsync($"/v1/generations/{held}/hold");
        await host.HeardAsync<VideoDeleted>(told => told.GenerationId == held);
    }

    [Fact]
    public async Task A_second_copy_is_made_where_one_is_wanted()
    {
        await using var server = await VideoServer.StartAsync();
        using var second = new TemporaryFolder();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Copy:Directory"] = second.Path });
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();

        var path = host.VideoPath(id).Replace(host.Folder.File("archive"), second.Path, StringComparison.Ordinal);
        await Eventually.UntilAsync(async () => !(await host.Archives.FindAsync(id))!.CopyIsDue, "the copy");

        (await File.ReadAllBytesAsync(path)).ShouldBe(Clips.Sound);
        (await File.ReadAllBytesAsync(Path.ChangeExtension(path, ".json"))).ShouldBe(await File.ReadAllBytesAsync(Path.ChangeExtension(host.VideoPath(id), ".json")));
        (await host.Archives.FindAsync(id))!.DueAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_alarm_is_raised_once_when_a_URL_dies_soon()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:DeadlineInterval"] = "00:00:00.020" });
        using var meter = new MeterReader("wan.archiver.");
        var url = server.Answer("/a.mp4", context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        var early = (await host.SendAsync(host.Command(url, urlLives: TimeSpan.FromHours(3)))).GenerationId;
        var late = (await host.SendAsync(host.Command(url, urlLives: TimeSpan.FromHours(1)))).GenerationId;

        (await host.HeardAsync<ArchivingAtRisk>()).GenerationId.ShouldBe(late);
        host.Logs.ToString().ShouldContain($"Critical Wan.Archiver.Chores.DeadlineChore: The video of {late}");
        await Eventually.UntilAsync(
            () => meter.Now("wan.archiver.waiting").Contains(2) && meter.Now("wan.archiver.expiry").Any(seconds => seconds is > 3000 and <= 3600), "both waiting, and an hour for the first");
        server.Serve("/a.mp4", Clips.Sound);
        await host.HeardAsync<VideoArchived>(told => told.GenerationId == early);
        await host.HeardAsync<VideoArchived>(told => told.GenerationId == late);
        host.Heard<ArchivingAtRisk>().Count().ShouldBe(1);
        meter.Told("wan.archiver.at_risk").Sum().ShouldBe(1);
    }

    private static Archive Stored(string tenant, int days, bool hold = false) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        CreatedAt = Now,
        State = ArchiveState.Stored,
        Tenant = tenant,
        Account = "default",
        Model = "wan2.7-r2v",
        TaskId = "task",
        Expected = Clips.Expected,
        Hold = hold,
        Video = new ArchivedVideo
        {
            Bytes = 100,
            Sha256 = "",
            Width = 1,
            Height = 1,
            Fps = 30,
            Duration = 1,
            Audio = true,
            ArchivedAt = Now - TimeSpan.FromDays(days),
        },
    };
}
