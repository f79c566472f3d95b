using System.Net;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>Whether another video could be kept is told when the process starts, when it changes and ever again, with the numbers.</summary>
public sealed class RoomReportTests(S3Server s3) : IClassFixture<S3Server>
{
    [Fact]
    public async Task It_is_told_at_the_start_and_ever_again()
    {
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:RoomReportInterval"] = "00:00:00.100" });

        var first = await host.HeardAsync<ArchiveRoomReported>();
        await Eventually.UntilAsync(() => host.Heard<ArchiveRoomReported>().Count() > 3, "more reports");

        (first.CanKeep, first.Reason, first.WantedBytes).ShouldBe((true, null, 1));
        first.Archiver.ShouldBe($"{Environment.MachineName}:{Environment.ProcessId}");
        first.FreeBytes.ShouldNotBeNull().ShouldBeGreaterThan(0);
        host.Heard<ArchiveRoomReported>().Select(report => report.At).ShouldBeInOrder();
    }

    [MountFact]
    public async Task A_disk_with_too_little_room_is_told_with_path_free_and_wanted_bytes_and_so_is_its_end()
    {
        using var disk = new SmallDisk(megabytes: 2);
        using var meter = new MeterReader("wan.archiver.");
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Directory"] = disk.Path, ["Archive:MinFreeBytes"] = "4000000" });
        using var http = host.Http;

        var full = await host.HeardAsync<ArchiveRoomReported>();

        (full.CanKeep, full.FreeBytes, full.WantedBytes).ShouldBe((false, new DriveInfo(disk.Path).AvailableFreeSpace, 4_000_000));
        full.Reason.ShouldNotBeNull().ShouldStartWith($"The disk of '{disk.Path}' is full: {full.FreeBytes} bytes are free and 4000000 are wanted.");
        using (var ready = await http.GetAsync("/health/ready"))
        {
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            using var said = JsonDocument.Parse(await ready.Content.ReadAsStringAsync());
            said.RootElement.GetProperty("checks").GetProperty("archive_disk").GetProperty("message").GetString().ShouldBe(full.Reason);
        }

        meter.Now("wan.archiver.can_keep").ShouldContain(0);
        meter.Now("wan.archiver.free").ShouldContain(full.FreeBytes!.Value);
        meter.Now("wan.archiver.wanted").ShouldContain(4_000_000);

        disk.Resize(megabytes: 8);

        var roomy = await host.HeardAsync<ArchiveRoomReported>(report => report.CanKeep);
        (roomy.Reason, roomy.FreeBytes).ShouldBe((null, new DriveInfo(disk.Path).AvailableFreeSpace));
        meter.Now("wan.archiver.can_keep").ShouldContain(1);
    }

    [Fact]
    public async Task A_directory_that_is_gone_is_told_and_so_is_its_return()
    {
        using var folder = new TemporaryFolder();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Directory"] = folder.File("archive") }, folder);
        (await host.HeardAsync<ArchiveRoomReported>()).CanKeep.ShouldBeTrue();

        Directory.Move(folder.File("archive"), folder.File("elsewhere"));

        (await host.HeardAsync<ArchiveRoomReported>(report => !report.CanKeep)).Reason.ShouldNotBeNull().ShouldContain($"'{folder.File("archive")}' can't be used");
        Directory.Move(folder.File("elsewhere"), folder.File("archive"));
        await Eventually.UntilAsync(() => host.Heard<ArchiveRoomReported>().Last().CanKeep, "its return");
    }

    [Fact]
    public async Task An_object_store_that_is_away_is_no_reason_while_videos_can_wait_on_this_machine()
    {
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!));
        flaky.Refusal = 403;
        await using var host = await ArchiverHost.StartAsync(new(s3.Settings("Archive", "room/")) { ["Archive:S3:Endpoint"] = flaky.Address.AbsoluteUri });
        using var http = host.Http;

        (await host.HeardAsync<ArchiveRoomReported>()).CanKeep.ShouldBeTrue();
        (await http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }
}
