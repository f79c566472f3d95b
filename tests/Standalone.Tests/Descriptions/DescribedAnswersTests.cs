using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>What is described is what is answered: each documented status of each operation, provoked once.</summary>
[Collection(DescribedTogether.Name)]
public sealed class DescribedAnswersTests(DescribedStandalone standalone) : IDisposable
{
    private const string Stream = "text/event-stream";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = standalone.Address, Timeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task Each_status_comes_when_it_should_with_the_body_and_the_codes_that_are_documented()
    {
        var document = await ApiDescription.ReadAsync();
        var provocations = new Provocations(http, standalone);
        await provocations.PrepareAsync();

        var wrong = new List<string>();
        foreach (var (path, method, operation) in ApiDescription.Operations(document))
        {
            foreach (var status in operation["responses"]!.AsObject().Select(answer => int.Parse(answer.Key, CultureInfo.InvariantCulture)).Where(status => !IsOfAnother(operation, status)))
            {
                var name = $"{operation["operationId"]} {status}";
                if (Provocations.Elsewhere.ContainsKey(name))
                    continue;
                using var request = await provocations.RequestAsync(operation["operationId"]!.GetValue<string>().Replace("Head", "", StringComparison.Ordinal), method, path, status);
                if (request is null)
                {
                    wrong.Add($"{name}: nobody knows how to come by it.");
                    continue;
                }

                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // A stream has no end.
                if ((int)answer.StatusCode != status)
                    wrong.Add($"{name}: it was {(int)answer.StatusCode}. {await answer.Content.ReadAsStringAsync()}");
                await CheckAsync(document, operation, name, answer, wrong);
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_store_is_away_each_door_that_needs_it_says_so_as_documented()
    {
        using var folder = new TemporaryFolder();
        await using var store = new MongoWireServer();
        await using var away = new ServiceProcess("Standalone", new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path, ["Storage__Provider"] = "mongodb", ["Storage__MongoDb__ConnectionString"] = store.Address, ["Storage__Timeout"] = "00:00:01",
            ["Archive__MinFreeBytes"] = "1",
        });
        await away.StartAsync();
        await store.GoAsync();
        using var client = new HttpClient { BaseAddress = away.Address, Timeout = TimeSpan.FromMinutes(1) };
        await Eventually.UntilAsync(async () => (await away.ReadinessAsync())?.StartsWith("503", StringComparison.Ordinal) == true, "known to be away");

        var document = await ApiDescription.ReadAsync();
        var provocations = new Provocations(client, standalone);
        var wrong = new List<string>();
        var asked = ApiDescription.Operations(document).Where(operation => operation.Operation["operationId"]!.GetValue<string>() is var id
            && (id == "tellVendorEvent" || (id is not ("listModels" or "listDeadLetters" or "getFirstDeadLetter" or "moveDeadLettersBack") && IsOfAnother(operation.Operation, 503)))).ToList();
        await Task.WhenAll(asked.Select(async operation =>
        {
            var name = operation.Operation["operationId"]!.GetValue<string>();
            var status = name == "tellVendorEvent" ? 404 : 503;
            using var request = provocations.Request(operation.Method, operation.Path, BodyOf(operation.Operation), id: Provocations.Nobody);
            using var answer = await client.SendAsync(request);
            lock (wrong)
            {
                if ((int)answer.StatusCode != status)
                    wrong.Add($"{name} {status}: it was {(int)answer.StatusCode}.");
            }

            await CheckAsync(document, operation.Operation, name, answer, wrong);
        }));

        asked.Count.ShouldBeGreaterThan(15);
        wrong.ShouldBeEmpty();
    }

    public void Dispose() => http.Dispose();

    // What needs a store that is away, or no secret of the vendor's; the catalogue is in memory, dead letters are at the broker, and who asks is not looked up while there are no keys.
    private static bool IsOfAnother(JsonObject operation, int status) => (operation["operationId"]!.GetValue<string>(), status) switch
    {
        ("tellVendorEvent", 404) => true,
        (_, 503) => operation["responses"]!["503"] is not null,
        _ => false,
    };

    private static string? BodyOf(JsonObject operation) =>
        operation["requestBody"]?["content"]?["application/json"]?["examples"]?.AsObject().First().Value!["value"]!.ToJsonString();

    private static async Task CheckAsync(JsonObject document, JsonObject operation, string name, HttpResponseMessage answer, List<string> wrong)
    {
        var text = answer.Content.Headers.ContentType?.MediaType == Stream ? "a stream" : await answer.Content.ReadAsStringAsync();
        var problem = Check(document, operation["responses"]![$"{(int)answer.StatusCode}"]?.AsObject(), answer, text);
        lock (wrong)
        {
            if (problem.Length > 0)
                wrong.Add($"{name}: {problem} {(text.Length < 2000 ? text : "")}");
        }
    }

    private static string Check(JsonObject document, JsonObject? described, HttpResponseMessage answer, string text)
    {
        if (described is null)
            return $"{(int)answer.StatusCode} is not documented.";
        if (text.Length == 0)
            return described["content"] is null ? "" : "It has no body.";
        var media = answer.Content.Headers.ContentType?.MediaType;
        if (media is null || described["content"]?[media] is not { } content)
            return $"A body of the type {media} is not documented.";
        if (media.EndsWith("json", StringComparison.Ordinal) && ApiDescription.Judge(document, content["schema"]!, text) is { Length: > 0 } judgement)
            return judgement;
        var codes = media == "application/problem+json" && JsonDocument.Parse(text).RootElement.TryGetProperty("findings", out var findings)
            ? findings.EnumerateArray().Select(finding => finding.GetProperty("code").GetString()!).ToList()
            : [];
        var documented = described["x-problem-codes"]?.AsArray().Select(code => code!.GetValue<string>()).ToList() ?? [];
        return codes.Except(documented).ToList() is { Count: > 0 } others ? $"The codes {string.Join(", ", others)} are not documented." : "";
    }
}
