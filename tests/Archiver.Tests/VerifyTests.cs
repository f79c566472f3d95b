using Wan.Archiver.Verify;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>Verification reads everything again and names whatever is not as it was stored.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Verification_finds_a_flipped_bit_a_missing_and_an_extra_file()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var ids = await ArchiveAsync(host, server, 4);
        (await VerifyAsync(host)).ShouldBe((0, "4 videos checked, 0 findings\n"));

        await FlipBitAsync(host.VideoPath(ids[0]));
        File.Delete(host.VideoPath(ids[1]));
        await File.AppendAllTextAsync(host.VideoPath(ids[2]), "x");
        var stranger = Guid.CreateVersion7().ToString();
        await File.WriteAllTextAsync(host.VideoPath(stranger), "x");

        var (code, text) = await VerifyAsync(host);

        code.ShouldBe(1);
        var day = Day(host);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(5);
        lines.ShouldContain(line => line.StartsWith($"changed {day}/{ids[0]}.mp4: sha256", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith($"missing {day}/{ids[1]}.mp4: {Clips.Sound.Length} bytes", StringComparison.Ordinal));
        lines.ShouldContain($"changed {day}/{ids[2]}.mp4: {Clips.Sound.Length + 1} bytes instead of {Clips.Sound.Length}");
        lines.ShouldContain($"orphaned {day}/{stranger}.mp4: no archive has it");
        lines[^1].ShouldBe("4 videos checked, 4 findings");
    }

    [Fact]
    public async Task Records_are_verified_too_those_of_deleted_videos_with_them()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        string[] ids;
        await using (var before = await ArchiverHost.StartAsync(folder: folder))
            ids = await ArchiveAsync(before, server, 4);
        await using var host = await ArchiverHost.StartAsync(
            new() { ["Archive:Retention:Tenants:acme:Bytes"] = $"{Clips.Sound.Length * 2}", ["Archive:Retention:Interval"] = "00:00:00.050" }, folder);
        await Eventually.UntilAsync(async () => await CountAsync(host, ids, ArchiveState.Deleted) == 2, "two deletions");
        (await VerifyAsync(host)).ShouldBe((0, "2 videos checked, 0 findings\n"));
        var kept = await FindAsync(host, ids, ArchiveState.Stored);
        var deleted = await FindAsync(host, ids, ArchiveState.Deleted);

        await File.WriteAllTextAsync(Record(host, kept[0]), (await File.ReadAllTextAsync(Record(host, kept[0]))).Replace("A cat", "A bat", StringComparison.Ordinal));
        File.Delete(Record(host, kept[1]));
        await File.AppendAllTextAsync(Record(host, deleted[0]), "x");
        File.Delete(Record(host, deleted[1]));

        var (code, text) = await VerifyAsync(host);

        code.ShouldBe(1);
        var day = Day(host);
        foreach (var (changed, missing) in new[] { (kept[0], kept[1]), (deleted[0], deleted[1]) })
        {
            text.ShouldContain($"changed {day}/{changed}.json: it ");
            text.ShouldContain($"missing {day}/{missing}.json: the record");
        }

        text.ShouldContain("2 videos checked, 4 findings");
    }

    [Fact]
    public async Task The_second_place_is_verified_and_what_has_yet_to_be_copied_is_not_missed_there()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        using var second = new TemporaryFolder();
        string[] copy = ["--Archive:Copy:Directory", second.Path];
        string copied;
        await using (var before = await ArchiverHost.StartAsync(new() { ["Archive:Copy:Directory"] = second.Path }, folder))
        {
            copied = (await ArchiveAsync(before, server, 1)).Single();
            await Eventually.UntilAsync(async () => !(await before.Archives.FindAsync(copied))!.CopyIsDue, "the copy");
        }

        // It copies nothing, as nobody has told it where to.
        await using var host = await ArchiverHost.StartAsync(folder: folder);
        var due = (await ArchiveAsync(host, server, 1)).Single();
        var archive = (await host.Archives.FindAsync(due)).ShouldNotBeNull();
        archive.CopyIsDue = true;
        (await host.Archives.ReplaceAsync(archive)).ShouldBeTrue();
        (await VerifyAsync(host, copy)).ShouldBe((0, "2 videos checked, 0 findings\ncopy: 1 videos checked, 0 findings\n"));

        await FlipBitAsync(host.VideoPath(copied).Replace(host.Folder.File("archive"), second.Path, StringComparison.Ordinal));

        var (code, text) = await VerifyAsync(host, copy);
        code.ShouldBe(1);
        text.ShouldContain($"copy: changed {Day(host)}/{copied}.mp4: sha256");
    }

    [Fact]
    public async Task An_archive_that_is_not_there_is_not_found_to_be_in_order()
    {
        using var folder = new TemporaryFolder();
        await using var output = new StringWriter();

        var code = await VerifyCommand.RunAsync(["--data", folder.File("typo")], output, TextWriter.Null, CancellationToken.None);

        (code, output.ToString()).ShouldBe((78, ""));
        Directory.Exists(folder.File("typo")).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_was_stopped_says_where_to_go_on_and_what_was_read_is_not_read_again()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var ids = new List<string>();
        for (var count = 0; count < 3; count++)
            ids.Add((await ArchiveAsync(host, server, 1, count + 1)).Single());
        await FlipBitAsync(host.VideoPath(ids[0]));
        await FlipBitAsync(host.VideoPath(ids[2]));
        var second = (await host.Archives.FindAsync(ids[1]))!.CreatedAt;

        var (code, text) = await VerifyAsync(host, "--before", $"{second.AddTicks(1).UtcDateTime:O}", "--parallel", "2");

        code.ShouldBe(1);
        text.ShouldContain($"changed {Day(host)}/{ids[0]}.mp4");
        text.ShouldNotContain(ids[2]);
        text.ShouldContain("2 videos checked, 1 findings");

        using var stop = new CancellationTokenSource();
        await using var output = new Stopping(stop);
        await using var errors = new StringWriter();
        string[] where = ["--Storage:Directory", host.Folder.File("data"), "--Archive:Directory", host.Folder.File("archive")];
        (await VerifyCommand.RunAsync([.. where, "--parallel", "1"], output, errors, stop.Token)).ShouldBe(130);
        errors.ToString().ShouldContain("1 findings");

        (await VerifyCommand.RunAsync([.. where, "--parallel", "0"], output, errors, CancellationToken.None)).ShouldBe(78);
        (await VerifyCommand.RunAsync([.. where, "--before", "noon"], output, errors, CancellationToken.None)).ShouldBe(78);
        errors.ToString().ShouldContain("--parallel: '0'");
        errors.ToString().ShouldContain("--before: 'noon'");
    }

    // Is stopped by whoever reads the first finding.
    private sealed class Stopping(CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value) => stop.Cancel();
    }

    private static async Task<string[]> ArchiveAsync(ArchiverHost host, VideoServer server, int count, int? inAll = null)
    {
        var url = server.Serve("/a.mp4", Clips.Sound);
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(async _ => (await host.SendAsync(host.Command(url))).GenerationId));
        await Eventually.UntilAsync(() => host.Heard<VideoArchived>().Count() == (inAll ?? count), $"{count} videos");
        return ids;
    }

    private static async Task<(int Code, string Text)> VerifyAsync(ArchiverHost host, params string[] more)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await VerifyCommand.RunAsync(
            ["--Storage:Directory", host.Folder.File("data"), "--Archive:Directory", host.Folder.File("archive"), .. more], output, TextWriter.Null, CancellationToken.None);
        return (code, output.ToString());
    }

    private static async Task FlipBitAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }

    private static async Task<int> CountAsync(ArchiverHost host, string[] ids, ArchiveState state) => (await FindAsync(host, ids, state)).Count;

    private static async Task<List<string>> FindAsync(ArchiverHost host, string[] ids, ArchiveState state)
    {
        List<string> found = [];
        foreach (var id in ids)
        {
            if ((await host.Archives.FindAsync(id))!.State == state)
                found.Add(id);
        }

        return found;
    }

    private static string Record(ArchiverHost host, string id) => Path.ChangeExtension(host.VideoPath(id), ".json");

    private static string Day(ArchiverHost host) => Path.GetFileName(Path.GetDirectoryName(host.VideoPath("x")))!;
}
