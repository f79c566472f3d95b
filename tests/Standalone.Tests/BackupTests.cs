using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>Backups of an installation that runs, and what is no backup.</summary>
public sealed class BackupTests : IDisposable
{
    // 240 by 240 pixels.
    private const string BlackPng =
        "iVBORw0KGgoAAAANSUhEUgAAAPAAAADwCAIAAACxN37FAAAAv0lEQVR42u3BAQ0AAADCoPdPbQ43oAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4M8ApA4AAc1l36wAAAAASUVORK5CYII=";

    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    private string Copy => folder.File("backup");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_has_all_that_was_answered_before_it_began_while_more_is_written()
    {
        await using var standalone = new ServiceProcess("Standalone", new Dictionary<string, string>
        {
            ["Storage__Directory"] = Data, ["Archive__MinFreeBytes"] = "1", ["Simulator__RenderTime"] = "01:00:00",
        });
        await standalone.StartAsync();
        using var http = new HttpClient { BaseAddress = standalone.Address };
        var file = await UploadAsync(http);
        var before = new List<string>();
        for (var number = 0; number < 20; number++)
            before.Add(await PlaceAsync(http, number));
        using var end = new CancellationTokenSource();
        var during = Task.Run(async () =>
        {
            for (var number = 20; !end.IsCancellationRequested; number++)
                await PlaceAsync(http, number);
        });

        var (code, _, errors) = await RunAsync(Data, "backup", Copy);
        await end.CancelAsync();
        await during;

        code.ShouldBe(0, errors);
        var generations = Ids("intake.db", "SELECT id FROM generations");
        before.Except(generations).ShouldBeEmpty();
        generations.Except(Ids("requests.db", "SELECT id FROM bodies")).ShouldBeEmpty();
        File.Exists(Path.Combine(Copy, "files", file)).ShouldBeTrue();
        IsForItsOwnerAlone(Path.Combine(Copy, "intake.db")).ShouldBeTrue();
        (await RunAsync(folder.File("restored"), "restore", Copy)).Code.ShouldBe(0);
        File.ReadAllBytes(folder.File("restored", "files", file)).ShouldBe(File.ReadAllBytes(Path.Combine(Data, "files", file)));
    }

    [Fact]
    public async Task What_is_not_as_it_should_be_is_refused_with_a_sentence_and_left_as_it_was()
    {
        await RefusesAsync(Data, "backup", Copy, "no documents of an installation");
        Directory.CreateDirectory(Data);
        await MakeAsync(Path.Combine(Data, "intake.db"));
        await RefusesAsync(Data, "backup", Data, "is not empty");
        (await RunAsync(Data, "backup", Copy)).Code.ShouldBe(0);
        await RefusesAsync(Data, "backup", Copy, "is not empty");

        await RefusesAsync(Data, "restore", Copy, "is not empty");
        await RefusesAsync(folder.File("new"), "restore", Data, "no whole backup");
        await File.AppendAllTextAsync(Path.Combine(Copy, "intake.db"), "x");
        await RefusesAsync(folder.File("new"), "restore", Copy, "its bytes have changed");
        File.Delete(Path.Combine(Copy, "intake.db"));
        await RefusesAsync(folder.File("new"), "restore", Copy, "intake.db can't be restored");
        File.WriteAllText(Path.Combine(Copy, "backup.json"), """{"made_at":"2026-01-01T00:00:00Z","files":[{"name":"../data/intake.db","bytes":1,"sha256":""}]}""");
        await RefusesAsync(folder.File("new"), "restore", Copy, "not in the backup");
        File.WriteAllText(Path.Combine(Copy, "backup.json"), "{");
        await RefusesAsync(folder.File("new"), "restore", Copy, "can't be understood");
        Directory.EnumerateFileSystemEntries(Directory.CreateDirectory(folder.File("new")).FullName).ShouldBeEmpty();
    }

    [Fact]
    public async Task By_a_clock_that_is_behind_the_backup_nothing_is_restored_since_some_of_it_would_be_taken_for_later()
    {
        Directory.CreateDirectory(Data);
        await MakeAsync(Path.Combine(Data, "intake.db"));
        (await RunAsync(Data, "backup", Copy)).Code.ShouldBe(0);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Copy, "backup.json")))!;
        manifest["made_at"] = DateTimeOffset.UtcNow.AddMinutes(20);
        await File.WriteAllTextAsync(Path.Combine(Copy, "backup.json"), manifest.ToJsonString());

        await RefusesAsync(folder.File("new"), "restore", Copy, "Set the clock right first");
        Directory.Exists(folder.File("new")).ShouldBeFalse();
    }

    [Fact]
    public async Task Through_a_link_it_is_restored_to_where_that_leads()
    {
        Directory.CreateDirectory(Data);
        await MakeAsync(Path.Combine(Data, "intake.db"));
        (await RunAsync(Data, "backup", Copy)).Code.ShouldBe(0);
        var elsewhere = Directory.CreateDirectory(folder.File("disk", "elsewhere")).FullName;
        Directory.CreateSymbolicLink(folder.File("new"), elsewhere);

        var (code, _, errors) = await RunAsync(folder.File("new"), "restore", Copy);

        code.ShouldBe(0, errors);
        new DirectoryInfo(folder.File("new")).LinkTarget.ShouldBe(elsewhere);
        File.Exists(Path.Combine(elsewhere, "intake.db")).ShouldBeTrue();
    }

    private static bool IsForItsOwnerAlone(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == UnixFileMode.None;

    private static async Task RefusesAsync(string data, string verb, string name, string sentence)
    {
        var (code, _, errors) = await RunAsync(data, verb, name);
        errors.ShouldContain(sentence);
        code.ShouldBe(65, errors);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(string data, params string[] words) =>
        ServiceVerb.RunAsync("Standalone", new Dictionary<string, string> { ["Storage__Directory"] = data }, words);

    private static async Task<string> UploadAsync(HttpClient http)
    {
        using var content = new ByteArrayContent(Convert.FromBase64String(BlackPng));
        content.Headers.ContentType = new("image/png");
        using var answer = await http.PostAsync("/v1/files", content);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<string> PlaceAsync(HttpClient http, int number)
    {
        using var answer = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.6-r2v-flash",
            input = new { prompt = $"character1 dances {number}", reference_urls = new[] { "https://example.com/dance.mp4" } },
            parameters = new { size = "1280*720", duration = 2 },
        });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private List<string> Ids(string file, string sql)
    {
        using var connection = Open(Path.Combine(Copy, file));
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // It is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var ids = new List<string>();
        while (rows.Read())
            ids.Add(rows.GetString(0));
        return ids;
    }

    private static async Task MakeAsync(string file)
    {
        await using var connection = Open(file);
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE of (one)";
        await command.ExecuteNonQueryAsync();
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }
}
