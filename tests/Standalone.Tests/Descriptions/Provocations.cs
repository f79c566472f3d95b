using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>How each documented answer is come by.</summary>
/// <param name="http">Asks the installation.</param>
/// <param name="standalone">The installation.</param>
internal sealed class Provocations(HttpClient http, DescribedStandalone standalone)
{
    /// <summary>An id of nothing.</summary>
    public const string Nobody = "01920000-0000-7000-8000-000000000000";

    /// <summary>What takes a vendor, a store or a fate of its own, with the tests that see it.</summary>
    public static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["changeGeneration 200"] = "StartByTests, where one waits",
        ["resolveGeneration 202"] = "Submitter.Tests: ResolveTests",
        ["getVideo 307"] = "Archiver.Tests: S3StoreTests",
        ["getVideoHead 307"] = "Archiver.Tests: S3StoreTests",
        ["getQuarantine 200"] = "Archiver.Tests: QuarantineTests",
        ["getQuarantinedFile 200"] = "Archiver.Tests: QuarantineTests",
        ["getQuarantinedFile 206"] = "Archiver.Tests: QuarantineTests",
        ["getQuarantinedFile 304"] = "Archiver.Tests: VideoEndpointsTests, of the video: the same function",
        ["getQuarantinedFile 412"] = "Archiver.Tests: VideoEndpointsTests, of the video: the same function",
        ["getQuarantinedFile 416"] = "Archiver.Tests: VideoEndpointsTests, of the video: the same function",
        ["getQuarantinedFileHead 200"] = "Archiver.Tests: QuarantineTests",
        ["getQuarantinedFileHead 206"] = "Archiver.Tests: VideoEndpointsTests, of the video: the same function",
        ["getQuarantinedFileHead 304"] = "Archiver.Tests: VideoEndpointsTests, of the video: the same function",
        ["getQuarantinedFileHead 412"] = "Archiver.Tests: VideoEndpointsTests, of the video: the same function",
        ["getQuarantinedFileHead 416"] = "Archiver.Tests: VideoEndpointsTests, of the video: the same function",
        ["acceptQuarantined 202"] = "Archiver.Tests: QuarantineTests",
        ["acceptQuarantined 409"] = "Archiver.Tests: QuarantineTests",
        ["acceptQuarantined 410"] = "Archiver.Tests: QuarantineTests",
        ["uploadFile 408"] = "Intake.Tests: FileDoorTests",
        ["uploadFile 413"] = "Intake.Tests: FileDoorTests",
        ["uploadFile 429"] = "Intake.Tests: FileDoorTests",
        ["uploadFile 507"] = "Intake.Tests: FileDoorTests",
        ["followGenerations 410"] = "Intake.Tests: Events",
        ["getFirstDeadLetter 200"] = "Intake.Tests: DeadLetters, with a broker",
        ["createKey 201"] = "Intake.Tests: Keys; from the first one on everybody needs one",
        ["createKey 409"] = "Intake.Tests: Keys",
        ["getKey 200"] = "Intake.Tests: Keys",
        ["revokeKey 204"] = "Intake.Tests: Keys",
    };

    private const string Good = """{"model":"wan2.6-r2v-flash","input":{"prompt":"character1 dances","reference_urls":["https://example.com/dance.mp4"]},"parameters":{"size":"1280*720","duration":2}}""";

    private readonly WebhookProvocations webhooks = new(http);
    // The least that is an image: a head, and an end.
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAIAAAAAAAAAAAAAAElFTkQAAAAA");

    private string completed = "", running = "", deleted = "", unwanted = "";

    /// <summary>Makes one generation that is completed, one that goes on, one whose video is deleted, and one that is to be.</summary>
    public async Task PrepareAsync()
    {
        await webhooks.PrepareAsync();
        completed = await PlaceAsync(Good);
        running = await PlaceAsync("""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"https://example.com/a.png"}]}}""");
        unwanted = await PlaceAsync(Good);
        deleted = await PlaceAsync(OfTenant(DescribedStandalone.Brief));
        await StatusAsync(completed, HttpStatusCode.OK);
        await StatusAsync(unwanted, HttpStatusCode.OK);
        await StatusAsync(deleted, HttpStatusCode.Gone);
        await webhooks.WaitAsync();
    }

    /// <summary>The request that is answered so; null if nobody knows.</summary>
    public async Task<HttpRequestMessage?> RequestAsync(string name, string method, string path, int status) =>
        await webhooks.RequestAsync(name, method, path, status) ?? await OfAllAsync(name, method, path, status);

    private async Task<HttpRequestMessage?> OfAllAsync(string name, string method, string path, int status) => (name, status) switch
    {
        (_, 401) when name != "tellVendorEvent" => Request(method, path, header: ("X-Forwarded-For", "203.0.113.1")),
        (_, 403) => Request(method, path, header: ("Origin", "https://elsewhere.example.com")),
        (_, 421) => Request(method, path, header: ("Host", "elsewhere.example.com")),
        (_, 413) when name == "createGeneration" => Request(method, path, new string('x', DescribedStandalone.MaxRequest + 1)),
        (_, 413) when name != "tellVendorEvent" => Request(method, path, new string('x', 4097)),
        (_, 415) => Request(method, path, "{}", type: "text/plain"),
        ("uploadFile", 201) => FileRequest(status, path),
        ("uploadFile", 200) => (await UploadedAsync(), FileRequest(status, path)).Item2,
        ("uploadFile", 422) => Request(method, path, "", type: "application/octet-stream"),
        ("getFile" or "getFileContent", 200) or ("deleteFile", 204) => Request(method, path, id: await UploadedAsync()),
        (_, 412) => Request(method, path, header: ("If-Match", "\"another\"")),
        (_, 416) => Request(method, path, header: ("Range", "bytes=999999999-")),
        (_, 206) => Request(method, path, header: ("Range", "bytes=0-9")),
        (_, 304) => Request(method, path, header: ("If-None-Match", await TagAsync(path))),
        (_, 410) => Request(method, path, id: deleted),
        ("createGeneration", 200) => Request(method, $"{path}?dryRun=true", Good),
        ("createGeneration", 202) => Request(method, path, Good),
        ("createGeneration", 409) => Request(method, path, (await UsedAsync(), Good.Replace("dances", "sings", StringComparison.Ordinal)).Item2, header: ("Idempotency-Key", "used")),
        ("createGeneration", 402) => Request(method, path, OfTenant(DescribedStandalone.Poor)),
        ("createGeneration", 429) => Request(method, path, OfTenant(DescribedStandalone.Impatient)),
        ("moveDeadLettersBack", 422) => Request(method, path, """{"limit":0}"""),
        (_, 422) => Request(method, path, "{}"),
        ("deleteVideo", 202) => Request(method, path, id: deleted), // Which was done before: the others need theirs.
        ("deleteGeneration", 202) => Request(method, path, id: unwanted),
        ("getVideoLink" or "deleteVideo" or "deleteGeneration", 409) => Request(method, path, id: running),
        ("followGeneration", 204) => Request(method, path, header: ("Last-Event-ID", "999")),
        ("resolveGeneration", 404) => Request(method, path, """{"decision":"fail"}""", id: Nobody),
        ("resolveGeneration", 409) => Request(method, path, """{"decision":"fail"}"""),
        ("changeGeneration", 404) => Request(method, path, """{"priority":"high"}""", id: Nobody),
        ("changeGeneration", 409) => Request(method, path, """{"priority":"high"}"""),
        ("cancelGeneration", 202) => Request(method, path, id: running),
        ("cancelGenerations", 200) => Request(method, path, """{"all":true,"dry_run":true}"""),
        ("archiveAgain", 202) => Request(method, path, id: await LostAsync()),
        ("tellVendorEvent", 204) => Request(method, path, "[]", header: ("x-eventbridge-signature-token", DescribedStandalone.Secret)),
        ("tellVendorEvent", 400) => Request(method, path, "{", header: ("x-eventbridge-signature-token", DescribedStandalone.Secret)),
        ("tellVendorEvent", 401) => Request(method, path, "{}"),
        ("tellVendorEvent", 413) => Request(method, path, $"\"{new string('x', 1 << 20)}\"", header: ("x-eventbridge-signature-token", DescribedStandalone.Secret)),
        (_, 400) => Request(method, $"{path}?colour=red"),
        (_, 404) => Request(method, path, id: Nobody),
        ("archiveAgain", 409) or ("cancelGeneration", 409) or (_, 200) or (_, 204) => Request(method, path),
        _ => null,
    };

    /// <summary>A request.</summary>
    public HttpRequestMessage Request(string method, string path, string? body = null, (string Name, string Value)? header = null, string? id = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path.Replace("{id}", id ?? completed, StringComparison.Ordinal).Replace("{delivery}", Nobody, StringComparison.Ordinal)
            .Replace("{name}", id ?? "default", StringComparison.Ordinal).Replace("{queue}", id ?? "intake.generation_error", StringComparison.Ordinal));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (header is { } one)
            request.Headers.TryAddWithoutValidation(one.Name, one.Value);
        return request;
    }

    // The first time it is new.
    private static HttpRequestMessage FileRequest(int status, string path)
    {
        byte[] bytes = status == 201 ? [.. Png, .. Guid.NewGuid().ToByteArray()] : Png;
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
    }

    private async Task<string> UploadedAsync()
    {
        using var answer = await http.SendAsync(FileRequest(200, "/v1/files"));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static string OfTenant(string tenant) => Good.Replace("{\"model\"", $"{{\"tenant\":\"{tenant}\",\"model\"", StringComparison.Ordinal);

    private async Task<string> PlaceAsync(string body)
    {
        using var answer = await http.SendAsync(Request("POST", "/v1/generations", body));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<string> UsedAsync()
    {
        using var answer = await http.SendAsync(Request("POST", "/v1/generations", Good, ("Idempotency-Key", "used")));
        return answer.EnsureSuccessStatusCode().Headers.Location!.ToString();
    }

    private async Task<string> TagAsync(string path)
    {
        using var answer = await http.SendAsync(Request("GET", path));
        return answer.EnsureSuccessStatusCode().Headers.ETag!.ToString();
    }

    private async Task<string> LostAsync()
    {
        var id = await PlaceAsync(Good);
        await StatusAsync(id, HttpStatusCode.OK);
        File.Delete(Directory.EnumerateFiles(standalone.Archive, $"{id}.mp4", SearchOption.AllDirectories).Single());
        return id;
    }

    private Task StatusAsync(string id, HttpStatusCode status) => Eventually.UntilAsync(
        async () =>
        {
            using var answer = await http.SendAsync(Request("HEAD", "/v1/generations/{id}/video", id: id));
            return answer.StatusCode == status;
        },
        () => string.Create(CultureInfo.InvariantCulture, $"{(int)status} of the video of {id}{standalone.Tail()}"));
}
