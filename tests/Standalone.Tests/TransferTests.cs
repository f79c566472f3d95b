using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Standalone.Tests;

/// <summary>Generations go from one store into another, as lines of JSON.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private ServiceProcess source = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        source = Process(folder.File("source"));
        await source.StartAsync();
        http = new HttpClient { BaseAddress = source.Address };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await source.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_has_ended_is_in_the_other_place_as_it_was_and_what_has_not_is_left_out()
    {
        var first = await EndedAsync(http, "one", "completed");
        var second = await EndedAsync(http, "two", "completed");
        var going = (await PlaceAsync(http, "going", "wan2.7-r2v"))["id"]!.GetValue<string>();
        var (code, lines, errors) = await ExportAsync(folder.File("source"));
        code.ShouldBe(0, errors);
        lines.Split('\n').Select(line => JsonNode.Parse(line)!["request"]!["input"]!["prompt"]!.GetValue<string>()).ShouldBe(["character1 going", "character1 two", "character1 one"]);

        await using var target = Process(folder.File("target"));
        await target.StartAsync();
        using var there = new HttpClient { BaseAddress = target.Address };
        (code, _, errors) = await ImportAsync(lines, Sqlite(folder.File("target")));
        (code, errors.Split('\n')[^1].Trim()).ShouldBe((0, "2 generations imported, 0 were there, 1 have not ended and are left out, 0 could not be imported"));
        (code, _, errors) = await ImportAsync(lines, Sqlite(folder.File("target")));
        (code, errors.Split('\n')[^1].Trim()).ShouldBe((0, "0 generations imported, 2 were there, 1 have not ended and are left out, 0 could not be imported"));

        Copy(folder.File("source", "archive"), folder.File("target", "archive"));
        foreach (var id in (string[])[first, second])
        {
            (await there.GetStringAsync($"/v1/generations/{id}")).ShouldBe((await http.GetStringAsync($"/v1/generations/{id}")).Replace(source.Address.AbsoluteUri, target.Address.AbsoluteUri, StringComparison.Ordinal));
            (await there.GetStringAsync($"/v1/generations/{id}/request")).ShouldBe(await http.GetStringAsync($"/v1/generations/{id}/request"));
            (await there.GetByteArrayAsync($"/v1/generations/{id}/video")).ShouldBe(await http.GetByteArrayAsync($"/v1/generations/{id}/video"));
        }

        (await there.GetAsync($"/v1/generations/{going}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await ServiceVerb.RunAsync("Archiver", new Dictionary<string, string> { ["Storage__Directory"] = folder.File("target"), ["Archive__Directory"] = folder.File("target", "archive") }, "verify"))
            .Output.ShouldBe("2 videos checked, 0 findings");
    }

    [Fact]
    public async Task It_goes_into_mongodb_too_by_tenant_and_time_and_a_line_that_is_none_is_told_and_left_out()
    {
        var first = await EndedAsync(http, "one", "completed", "acme");
        var second = await EndedAsync(http, "two", "completed", "acme");
        await EndedAsync(http, "three", "completed");
        var (_, lines, _) = await ExportAsync(folder.File("source"), "--tenant", "acme");
        lines.Split('\n').Length.ShouldBe(2);
        var since = JsonNode.Parse(lines.Split('\n')[0])!["generation"]!["CreatedAt"]!.GetValue<string>();
        (await ExportAsync(folder.File("source"), "--tenant", "acme", "--since", since)).Output.ShouldBe(lines.Split('\n')[0]);
        (await ExportAsync(folder.File("source"), "--tenant", "acme", "--before", since)).Output.ShouldBe(lines.Split('\n')[1]);

        await using var server = new MongoWireServer();
        var mongo = new Dictionary<string, string> { ["Storage__Provider"] = "mongodb", ["Storage__MongoDb__ConnectionString"] = server.Address };
        var spoilt = lines.Replace(first, Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Split('\n')[1].Replace("character1 one", "character1 won", StringComparison.Ordinal);
        var forged = spoilt.Replace("\"UniqueKey\":\"", "\"UniqueKey\":\"another ", StringComparison.Ordinal);
        var (code, _, errors) = await ImportAsync($"{lines}\n{spoilt}\n{forged}\nnone\n{{}}\n", mongo);

        code.ShouldBe(1);
        errors.ShouldContain("line 3: another generation of its tenant");
        errors.ShouldContain("the hashes differ");
        errors.ShouldContain("line 5: it is not what an export writes");
        errors.ShouldContain("2 generations imported, 0 were there, 0 have not ended and are left out, 4 could not be imported");
        var (_, again, _) = await ServiceVerb.RunAsync("Standalone", mongo, "export");
        again.Split('\n').Select(line => JsonNode.Parse(line)!["generation"]!["CorrelationId"]!.GetValue<string>()).ShouldBe([second, first]);
        JsonNode.DeepEquals(JsonNode.Parse(again.Split('\n')[1])!["request"], JsonNode.Parse(lines.Split('\n')[1])!["request"]).ShouldBeTrue();
    }

    [Fact]
    public async Task The_wish_to_delete_all_of_one_comes_along_and_is_fulfilled_there()
    {
        var id = await EndedAsync(http, "one", "completed");
        var (_, line, _) = await ExportAsync(folder.File("source"));
        var asked = JsonNode.Parse(line)!;
        asked["generation"]!["ErasureAsked"] = new JsonObject { ["At"] = DateTimeOffset.UtcNow, ["Reason"] = "Asked for." };
        await using var target = Process(folder.File("target"), ("Intake__RetentionInterval", "00:00:01"));
        await target.StartAsync();
        using var there = new HttpClient { BaseAddress = target.Address };

        (await ImportAsync(asked.ToJsonString(), Sqlite(folder.File("target")))).Code.ShouldBe(0);

        await Eventually.UntilAsync(async () => (await there.GetAsync($"/v1/generations/{id}")).StatusCode == System.Net.HttpStatusCode.NotFound, "it deleted");
    }

    [Fact]
    public async Task A_folder_without_documents_and_a_time_that_is_none_are_refused()
    {
        (await ExportAsync(folder.File("typo"))).Code.ShouldBe(78);
        (await ImportAsync("", Sqlite(folder.File("typo")))).Code.ShouldBe(78);
        Directory.Exists(folder.File("typo")).ShouldBeFalse();
        (await ExportAsync(folder.File("source"), "--since", "noon")).Errors.ShouldContain("--since: 'noon' is no time");
    }

    private static ServiceProcess Process(string data, params (string Key, string Value)[] settings) => new("Standalone", new Dictionary<string, string>(
        settings.Select(setting => new KeyValuePair<string, string>(setting.Key, setting.Value)))
    {
        ["Storage__Directory"] = data,
        ["Archive__MinFreeBytes"] = "1",
        ["Simulator__QueueDelay"] = "00:00:00",
        ["Simulator__RenderTime"] = "00:00:00",
        ["Simulator__Models__wan2.7-r2v__RenderTime"] = "01:00:00",
    });

    private static Dictionary<string, string> Sqlite(string data) => new() { ["Storage__Directory"] = data };

    private static Task<(int Code, string Output, string Errors)> ExportAsync(string data, params string[] options) => ServiceVerb.RunAsync("Standalone", Sqlite(data), ["export", .. options]);

    private static Task<(int Code, string Output, string Errors)> ImportAsync(string lines, IReadOnlyDictionary<string, string> settings) =>
        ServiceVerb.ReadAsync(lines, "Standalone", settings, "import");

    private static async Task<string> EndedAsync(HttpClient http, string name, string status, string tenant = "default")
    {
        var id = (await PlaceAsync(http, name, "wan2.6-r2v-flash", tenant))["id"]!.GetValue<string>();
        await Eventually.UntilAsync(async () => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("status").GetString() == status, $"{name} {status}");
        return id;
    }

    private static async Task<JsonNode> PlaceAsync(HttpClient http, string name, string model, string tenant = "default")
    {
        JsonObject input = model == "wan2.7-r2v"
            ? new() { ["prompt"] = $"character1 {name}", ["media"] = new JsonArray(new JsonObject { ["type"] = "reference_image", ["url"] = "https://example.com/cat.png" }) }
            : new() { ["prompt"] = $"character1 {name}", ["reference_urls"] = new JsonArray("https://example.com/dance.mp4") };
        using var answer = await http.PostAsJsonAsync("/v1/generations", new { model, tenant, input, client_request_id = name, parameters = new { duration = 2 } });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
