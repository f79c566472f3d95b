using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>The process may die at every request to an object store: the store has the whole video or none, and has it in the end.</summary>
public sealed class S3KilledTests(S3Server s3) : IClassFixture<S3Server>
{
    [Fact]
    public async Task Killed_at_each_step_of_an_upload_it_begins_anew_and_a_video_that_is_there_is_taken_over()
    {
        await using var server = await VideoServer.StartAsync();
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!));
        using var folder = new TemporaryFolder();
        var settings = Settings("killed/", flaky);
        var clip = S3StoreTests.LongClip();
        await using var reader = await ArchiverHost.StartAsync(new(settings) { ["Archiver:Interval"] = "01:00:00" }, folder);
        var command = reader.Command(server.Serve("/a.mp4", clip));
        (await reader.Archives.InsertAsync(KilledTests.Waiting(command))).ShouldBeTrue();
        await using var archiver = KilledTests.Process(folder, Environment(settings));
        var (video, record) = (Name(command, ".mp4"), Name(command, ".json"));

        async Task KillAtAsync(string step, Func<HttpRequest, bool> which, bool done, params string[] kept)
        {
            var there = flaky.HoldAsync(which, done);
            archiver.Start();
            await Eventually.UntilAsync(() => Task.FromResult(there.IsCompleted), () => $"{step}{archiver.Tail()}");
            await archiver.KillAsync();
            flaky.LetGo();
            (await S3StoreTests.ListAsync(reader)).ShouldBe(kept, ignoreOrder: true, $"kept after {step}");
        }

        await KillAtAsync("the record", request => IsPut(request, ".json"), done: false);
        await KillAtAsync("the begin", request => request.Method == "POST" && request.Query.ContainsKey("uploads"), done: true, record);
        await KillAtAsync("a part", request => IsPut(request, ".mp4") && request.Query["partNumber"] == "2", done: false, record);
        await KillAtAsync("the end", request => request.Method == "POST" && request.Query.ContainsKey("uploadId"), done: true, record, video);
        var downloads = server.Requests.Count;
        downloads.ShouldBe(4, "one for each life");

        archiver.Start();
        await Eventually.UntilAsync(async () => (await reader.Archives.FindAsync(command.GenerationId))!.State is ArchiveState.Stored, () => $"the archive{archiver.Tail()}");

        server.Requests.Count.ShouldBe(downloads);
        using var http = reader.Http;
        (await http.GetByteArrayAsync($"/v1/generations/{command.GenerationId}/video")).ShouldBe(clip);
    }

    [Fact]
    public async Task Killed_while_it_makes_the_second_copy_it_makes_it_again()
    {
        await using var server = await VideoServer.StartAsync();
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!));
        using var folder = new TemporaryFolder();
        using var scratch = new TemporaryFolder();
        var settings = Settings("killed-copy/", flaky, "Archive:Copy");
        settings["Archive:Copy:Directory"] = scratch.Path;
        await using var reader = await ArchiverHost.StartAsync(new(settings) { ["Archiver:Interval"] = "01:00:00" }, folder);
        var command = reader.Command(server.Serve("/a.mp4", Clips.Sound));
        (await reader.Archives.InsertAsync(KilledTests.Waiting(command))).ShouldBeTrue();
        await using var archiver = KilledTests.Process(folder, new(Environment(settings)) { ["Archiver__Lease"] = "00:00:02", ["Archiver__Interval"] = "00:00:00.200" });

        var there = flaky.HoldAsync(request => IsPut(request, ".mp4"), done: false);
        archiver.Start();
        await Eventually.UntilAsync(() => Task.FromResult(there.IsCompleted), () => $"the copy{archiver.Tail()}");
        await archiver.KillAsync();
        flaky.LetGo();
        (await S3StoreTests.CopiesAsync(reader)).ShouldBe([Name(command, ".json")]);

        archiver.Start();
        await Eventually.UntilAsync(async () => !(await reader.Archives.FindAsync(command.GenerationId))!.CopyIsDue, () => $"the copy again{archiver.Tail()}");

        (await S3StoreTests.CopiesAsync(reader)).Order().ShouldBe([Name(command, ".json"), Name(command, ".mp4")]);
        server.Requests.Count.ShouldBe(1);
    }

    private Dictionary<string, string> Settings(string prefix, FlakyProxy flaky, string section = "Archive") => new(s3.Settings(section, prefix))
    {
        [$"{section}:S3:PartBytes"] = $"{5 << 20}",
        [$"{section}:S3:Endpoint"] = flaky.Address.AbsoluteUri,
    };

    private static Dictionary<string, string> Environment(Dictionary<string, string> settings) =>
        settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value);

    private static bool IsPut(HttpRequest request, string ending) =>
        request.Method == "PUT" && request.Path.Value!.EndsWith(ending, StringComparison.Ordinal);

    private static string Name(ArchiveVideo command, string ending) => $"{S3StoreTests.Day}/{command.GenerationId}{ending}";
}
