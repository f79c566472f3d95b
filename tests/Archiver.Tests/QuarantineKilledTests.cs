using System.Net;
using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>The process may die, the disk may be full and the store may be away while a file goes into quarantine or out of it: nothing is lost.</summary>
public sealed class QuarantineKilledTests(S3Server s3) : IClassFixture<S3Server>
{
    private static readonly byte[] Clip = Clips.Sound;
    private static readonly ExpectedVideo Larger = Clips.Expected with { Width = 640, Height = 480 };
    private static readonly Dictionary<string, string> Idle = new() { ["Archiver:Interval"] = "01:00:00" };

    // The one that is started after a killed one, and takes all that is unfinished as its own.
    private static readonly Dictionary<string, string> Next = new() { ["Sweep:AllAtStart"] = "true" };

    // The first time of each step belongs to the first of two downloads, the second one to the verdict.
    [Theory]
    [InlineData("archiver.suspected", 1)]
    [InlineData("archiver.recorded", 1)]
    [InlineData("archiver.quarantined", 1)]
    [InlineData("archiver.suspected", 2)]
    [InlineData("archiver.recorded", 2)]
    [InlineData("archiver.quarantined", 2)]
    public async Task Killed_at_each_step_into_quarantine_the_file_is_there_in_the_end_and_can_be_accepted(string step, int occurrence)
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        await using var reader = await ArchiverHost.StartAsync(Idle, folder);
        var id = await NoteAsync(reader, server.Serve("/a.mp4", Clip));
        await using var archiver = KilledTests.Process(folder);
        archiver.SignalsItselfAt = new CheckpointSignal(step, occurrence);

        archiver.Start();
        await archiver.WaitUntilEndedAsync();

        await using var next = await ArchiverHost.StartAsync(Next, folder);
        await UntilAsync(reader, id, ArchiveState.Failed, next);
        (await reader.Archives.FindAsync(id))!.Error!.Code.ShouldBe("quarantined");
        reader.Files().ShouldBe([$"quarantine/{id}.json", $"quarantine/{id}.mp4"]);
        (await File.ReadAllBytesAsync(folder.File("archive", "quarantine", $"{id}.mp4"))).ShouldBe(Clip);

        using var http = next.Http;
        using var accepted = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(reader, id, ArchiveState.Stored, next);
        (await File.ReadAllBytesAsync(reader.VideoPath(id))).ShouldBe(Clip);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(200)]
    public async Task A_file_that_a_killed_process_put_there_is_found_though_the_vendor_gives_nothing_any_more_or_a_page(int status)
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        string id;
        await using (var reader = await ArchiverHost.StartAsync(Idle, folder))
            id = await NoteAsync(reader, server.Serve("/a.mp4", Clip));
        await using (var archiver = KilledTests.Process(folder))
        {
            archiver.SignalsItselfAt = new CheckpointSignal("archiver.quarantined");
            archiver.Start();
            await archiver.WaitUntilEndedAsync();
        }

        server.Answer("/a.mp4", context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("<html>not found</html>");
        });
        await using var host = await ArchiverHost.StartAsync(Next, folder);
        await host.HeardAsync<RefreshResult>();
        host.Clock.Move(TimeSpan.FromHours(25));
        await Eventually.UntilAsync(
            () =>
            {
                host.Clock.Move(TimeSpan.FromHours(1));
                return host.Heard<ArchivingFailed>().Any();
            },
            "the end of it");

        host.Heard<ArchivingFailed>().First().Error.Code.ShouldBe("quarantined");
        using var http = host.Http;
        (await http.GetByteArrayAsync($"/v1/generations/{id}/quarantine/video")).ShouldBe(Clip);
    }

    [Theory]
    [InlineData("archiver.recorded")]
    [InlineData("archiver.released")]
    [InlineData("archiver.emptied")]
    public async Task Killed_at_each_step_out_of_quarantine_the_accepted_video_is_there_in_the_end(string step)
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        string id;
        await using (var host = await ArchiverHost.StartAsync(folder: folder))
        {
            id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip), expected: Larger))).GenerationId;
            await host.QuarantinedAsync("pixels");
        }

        await using var reader = await ArchiverHost.StartAsync(Idle, folder);
        await using var archiver = KilledTests.Process(folder);
        archiver.SignalsItselfAt = new CheckpointSignal(step);
        archiver.Start();
        using var http = new HttpClient { BaseAddress = archiver.Address };
        await Eventually.UntilAsync(async () => await AcceptsAsync(http, id) || !archiver.IsRunning, () => $"the acceptance{archiver.Tail()}");
        await archiver.WaitUntilEndedAsync();

        await using var next = await ArchiverHost.StartAsync(Next, folder);

        await UntilAsync(reader, id, ArchiveState.Stored, next);
        (await File.ReadAllBytesAsync(reader.VideoPath(id))).ShouldBe(Clip);
        reader.Files().ShouldAllBe(file => !file.StartsWith("quarantine", StringComparison.Ordinal));
        server.Requests.Count.ShouldBe(2);
    }

    [MountFact]
    public async Task A_disk_that_is_full_meanwhile_only_delays_it()
    {
        using var disk = new SmallDisk(megabytes: 2);
        var filler = Path.Combine(disk.Path, "filler");
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Directory"] = disk.Path, ["Archive:MinFreeBytes"] = "0" });

        // When the last byte is sent the disk is full but for the file itself, so that its record finds no room.
        var command = await host.SendAsync(host.Command(
            server.Answer("/a.mp4", async context =>
            {
                context.Response.ContentLength = Clip.Length;
                await context.Response.Body.WriteAsync(Clip.AsMemory(0, Clip.Length - 1));
                await context.Response.Body.FlushAsync();
                if (server.Requests.Count == 2)
                {
                    await Eventually.UntilAsync(() => Arrived(disk.Path) >= Clip.Length - 1, "the bytes but one");
                    DiskFullTests.Fill(filler);
                }

                await context.Response.Body.WriteAsync(Clip.AsMemory(Clip.Length - 1));
            }),
            expected: Larger));

        await host.HasProblemAsync("no room");
        host.Heard<ArchivingFailed>().ShouldBeEmpty();
        File.Delete(filler);

        (await host.HeardAsync<ArchivingFailed>()).Error.Code.ShouldBe("quarantined");
        (await File.ReadAllBytesAsync(Path.Combine(disk.Path, "quarantine", $"{command.GenerationId}.mp4"))).ShouldBe(Clip);
    }

    [Fact]
    public async Task While_the_object_store_is_away_it_waits_on_this_machine_and_goes_there_later()
    {
        await using var server = await VideoServer.StartAsync();
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!));
        await using var host = await ArchiverHost.StartAsync(new(s3.Settings("Archive", "quarantine/")) { ["Archive:S3:Endpoint"] = flaky.Address.AbsoluteUri });
        using var http = host.Http;
        flaky.Refusal = 403;

        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip), expected: Larger))).GenerationId;
        await Eventually.UntilAsync(() => host.Files().Contains($"outbox/quarantine/{id}.mp4"), "the file on this machine");
        flaky.Refusal = null;

        (await host.HeardAsync<ArchivingFailed>()).Error.Code.ShouldBe("quarantined");
        await Eventually.UntilAsync(
            () => Task.FromResult(!host.Files().Any()), () => $"nothing more on this machine than {string.Join(", ", host.Files())}\n{host.Logs}");
        (await S3StoreTests.ListAsync(host)).Order().ShouldBe([$"quarantine/{id}.json", $"quarantine/{id}.mp4"]);
        (await http.GetByteArrayAsync($"/v1/generations/{id}/quarantine/video")).ShouldBe(Clip);

        using var accepted = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        await host.HeardAsync<VideoArchived>();
        (await S3StoreTests.ListAsync(host)).Order().ShouldBe([$"{S3StoreTests.Day}/{id}.json", $"{S3StoreTests.Day}/{id}.mp4"]);
    }

    private static long Arrived(string folder)
    {
        var part = new DirectoryInfo(Path.Combine(folder, "incoming")).EnumerateFiles("*.part").FirstOrDefault();
        return part?.Length ?? 0;
    }

    private static async Task<string> NoteAsync(ArchiverHost reader, Uri url)
    {
        var archive = KilledTests.Waiting(reader.Command(url, expected: Larger));
        (await reader.Archives.InsertAsync(archive)).ShouldBeTrue();
        return archive.Id;
    }

    private static Task UntilAsync(ArchiverHost reader, string id, ArchiveState state, ArchiverHost next) => Eventually.UntilAsync(
        async () => (await reader.Archives.FindAsync(id))!.State == state, () => $"{state}\n{next.Logs}");

    private static async Task<bool> AcceptsAsync(HttpClient http, string id)
    {
        try
        {
            using var answer = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
            return answer.StatusCode == HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            return false; // It has not started yet, or has ended before it answered.
        }
    }
}
