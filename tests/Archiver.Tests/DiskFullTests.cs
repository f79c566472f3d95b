using System.Net;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

public sealed class DiskFullTests
{
    [MountFact]
    public async Task A_disk_that_fills_up_in_mid_download_pauses_archiving_until_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 2);
        var filler = Path.Combine(disk.Path, "filler");
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Directory"] = disk.Path, ["Archive:MinFreeBytes"] = "0" });
        using var http = host.Http;
        var clip = Clips.Sound;

        // It gives no length, so that the lack of room shows only when it is there.
        var command = await host.SendAsync(host.Command(server.Answer("/a.mp4", async context =>
        {
            await context.Response.Body.WriteAsync(clip.AsMemory(0, 1000));
            await context.Response.Body.FlushAsync();
            if (!File.Exists(filler) && server.Requests.Count == 1)
                Fill(filler);
            await context.Response.Body.WriteAsync(clip.AsMemory(1000));
        })));

        await Eventually.UntilAsync(async () => (await host.Archives.FindAsync(command.GenerationId))?.LastProblem?.Contains("no room", StringComparison.Ordinal) is true, "the lack of room");
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "not being ready");
        (await http.GetStringAsync("/health/live")).ShouldContain("healthy");
        var report = await host.HeardAsync<ArchiveRoomReported>(report => !report.CanKeep);
        report.FreeBytes.ShouldNotBeNull().ShouldBeLessThan(report.WantedBytes.ShouldNotBeNull());
        report.WantedBytes.Value.ShouldBeInRange(1 << 20, 2 << 20, "a video of unknown length is taken to need a megabyte");
        report.Reason.ShouldNotBeNull().ShouldContain($"The disk of '{disk.Path}' is full: {report.FreeBytes} bytes are free and {report.WantedBytes} are wanted.");
        var waiting = (await host.Archives.FindAsync(command.GenerationId)).ShouldNotBeNull();
        (waiting.State, waiting.Tries).ShouldBe((ArchiveState.Waiting, 0));
        host.Heard<ArchivingFailed>().ShouldBeEmpty();
        Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories).ShouldBe([filler], "nothing half is left");

        File.Delete(filler);

        await host.HeardAsync<VideoArchived>();
        (await http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [MountFact]
    public async Task A_disk_that_takes_no_more_files_though_it_has_room_pauses_archiving_too()
    {
        using var disk = new SmallDisk(megabytes: 20, files: 50);
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Directory"] = disk.Path, ["Archive:MinFreeBytes"] = "0" });
        using var http = host.Http;
        var fillers = FillWithFiles(disk.Path);

        var command = await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)));

        await Eventually.UntilAsync(() => host.Logs.ToString().Contains("Archiving is paused", StringComparison.Ordinal), "the pause");
        using (var answer = await http.GetAsync("/health/ready"))
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.Archives.FindAsync(command.GenerationId)).ShouldNotBeNull().State.ShouldBe(ArchiveState.Waiting);
        server.Requests.ShouldBeEmpty();
        var report = await host.HeardAsync<ArchiveRoomReported>(report => !report.CanKeep);
        report.FreeBytes.ShouldNotBeNull().ShouldBeGreaterThan(report.WantedBytes.ShouldNotBeNull());
        report.Reason.ShouldNotBeNull().ShouldContain($"The disk of '{disk.Path}' is full: it takes no file");

        fillers.ForEach(File.Delete);

        await host.HeardAsync<VideoArchived>();
        await host.HeardAsync<ArchiveRoomReported>(later => later.CanKeep && later.At > report.At);
        (await http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Too_little_room_pauses_archiving_before_it_begins()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("archive"));
        var free = new DriveInfo(folder.File("archive")).AvailableFreeSpace;
        var filler = folder.File("filler");
        await using (var file = new FileStream(filler, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = 2L << 30 }))
        {
        }

        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:MinFreeBytes"] = $"{free - (1L << 30)}" }, folder);
        using var http = host.Http;
        await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)));
        await Eventually.UntilAsync(() => host.Logs.ToString().Contains("Archiving is paused", StringComparison.Ordinal), "the pause");
        using (var answer = await http.GetAsync("/health/ready"))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("is full: ");
        }

        server.Requests.ShouldBeEmpty();
        File.Delete(filler);

        await host.HeardAsync<VideoArchived>();
        host.Logs.ToString().ShouldContain("Archiving goes on");
    }

    private static List<string> FillWithFiles(string folder)
    {
        List<string> files = [];
        try
        {
            while (true)
            {
                var path = Path.Combine(folder, $"filler-{files.Count}");
                File.Create(path).Dispose();
                files.Add(path);
            }
        }
        catch (IOException)
        {
            return files;
        }
    }

    internal static void Fill(string path)
    {
        using var file = File.Create(path);
        try
        {
            for (var block = new byte[4096]; ;)
                RandomAccess.Write(file.SafeFileHandle, block, RandomAccess.GetLength(file.SafeFileHandle));
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
