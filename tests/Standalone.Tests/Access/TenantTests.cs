using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Access;

/// <summary>Every address of all services in one process, over real connections, with keys of two tenants and an operator's.</summary>
public sealed partial class TenantTests : IAsyncLifetime, IDisposable
{
    private const string Both = "create,read";

    private static readonly string[] Open = ["/", "/health/live", "/health/ready", "/vendor/events", "/openapi/v1.json", "/docs", "/studio/{**path}"];

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProcess standalone;
    private readonly HttpClient http;

    public TenantTests()
    {
        standalone = new ServiceProcess("Standalone", new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path,
            ["Archive__MinFreeBytes"] = "1",
            ["Simulator__QueueDelay"] = "00:00:00",
            ["Simulator__RenderTime"] = "00:00:00",
        });
        http = new HttpClient { BaseAddress = standalone.Address };
    }

    public Task InitializeAsync() => standalone.StartAsync();

    public Task DisposeAsync() => standalone.DisposeAsync().AsTask();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_tenant_plays_its_own_and_every_address_tells_others_that_there_is_nothing()
    {
        standalone.Log.ShouldContain("No key was made yet");
        (await StatusAsync(null, "/v1/generations")).ShouldBe(HttpStatusCode.OK);
        var acme = await KeyScript.AddAsync(folder.Path, "acme", "create,read,cancel");
        var other = await KeyScript.AddAsync(folder.Path, "other", "create,read,cancel");
        var operators = await KeyScript.AddAsync(folder.Path, "house", "create,read,cancel,operate");
        await Eventually.UntilAsync(async () => await StatusAsync(null, "/v1/generations") == HttpStatusCode.Unauthorized, "the first key to be noticed");

        var id = await PlaceAsync(acme);
        await Eventually.UntilAsync(async () => (await JsonAsync(acme, $"/v1/generations/{id}")).GetProperty("status").GetString() == "completed", () => $"completed{standalone.Tail()}");
        var video = await BytesAsync(acme, $"/v1/generations/{id}/video");
        video.Length.ShouldBeGreaterThan(1000);
        (await BytesAsync(operators, $"/v1/generations/{id}/video")).ShouldBe(video);

        await EveryAddressRefusesAsync(id, other, operators);
        await ALinkPlaysAsync(acme, id, video);
        await ARevokedOneEndsAsync(operators, acme);

        foreach (var key in new[] { acme, other, operators })
            standalone.Log.ShouldNotContain(key[^43..]);
    }

    [Fact]
    public async Task Each_address_wants_one_scope_and_to_change_webhooks_takes_two()
    {
        var keys = new Dictionary<string, string>();
        foreach (var scope in new[] { "create", "read", "cancel", "operate", Both })
            keys[scope] = await KeyScript.AddAsync(folder.Path, "acme", scope);
        await Eventually.UntilAsync(async () => await StatusAsync(null, "/v1/generations") == HttpStatusCode.Unauthorized, "the first key to be noticed");

        var wanted = new Dictionary<string, string>();
        foreach (var (path, method) in await AddressesAsync("01920000-0000-7000-8000-000000000000"))
        {
            var good = new List<string>();
            foreach (var (scope, key) in keys)
            {
                if (await StatusAsync(key, path, method) != HttpStatusCode.Forbidden)
                    good.Add(scope);
            }

            if (good.Count > 1)
                good.Remove(Both).ShouldBeTrue($"{method} {path}"); // It has that one.
            wanted[$"{method} {path}"] = good.ShouldHaveSingleItem($"{method} {path}");
        }

        wanted.Count.ShouldBeGreaterThan(22);
        wanted.Where(address => address.Value == Both).ShouldAllBe(address => address.Key.Contains(" /v1/webhooks", StringComparison.Ordinal));
        wanted.Count(address => address.Value == Both).ShouldBe(7);
        wanted.Where(address => address.Value == "operate").Select(address => address.Key.Split('/')[^1]).Distinct()
            .ShouldBe(["keys", "accounts", "try", "load", "queries", "01920000-0000-7000-8000-000000000000", "resolve", "archive", "hold", "accept", "dead-letters", "first", "move-back"], ignoreOrder: true);
    }

    private async Task EveryAddressRefusesAsync(string id, string other, string operators)
    {
        var unknown = Guid.CreateVersion7().ToString();
        var addresses = await AddressesAsync(id);
        addresses.Count.ShouldBeGreaterThan(22);
        foreach (var (path, method) in addresses)
        {
            (await StatusAsync(null, path, method)).ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            (await StatusAsync("wan_nonsense", path, method)).ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            if (!path.Contains(id, StringComparison.Ordinal) || path.StartsWith("/v1/keys", StringComparison.Ordinal))
                continue;
            var (status, text) = await TextAsync(other, path, method);
            if (status == HttpStatusCode.Forbidden)
                continue; // An operator's.
            status.ShouldBe(
                !path.StartsWith("/api/v1/", StringComparison.Ordinal) ? HttpStatusCode.NotFound : method is "GET" or "HEAD" ? HttpStatusCode.OK : HttpStatusCode.BadRequest, // As the vendor, who knows no other.
                $"{method} {path}");
            text.ShouldBe((await TextAsync(other, path.Replace(id, unknown, StringComparison.Ordinal), method)).Text.Replace(unknown, id, StringComparison.Ordinal), $"{method} {path}");
        }

        (await JsonAsync(other, "/v1/generations")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await JsonAsync(operators, "/v1/generations")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    // As a browser's <video> does it: without a header, in ranges.
    private async Task ALinkPlaysAsync(string key, string id, byte[] video)
    {
        var link = (await JsonAsync(key, $"/v1/generations/{id}/video/link?expires=600")).GetProperty("url").GetString()!;
        (await BytesAsync(null, link)).ShouldBe(video);
        (await StatusAsync(null, link, "HEAD")).ShouldBe(HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var part = await http.SendAsync(request);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(video[10..20]);

        (await StatusAsync(null, link.Replace("/video?", "/poster?", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(null, link.Replace("/video?", "/quarantine/video?", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(null, link[..^2])).ShouldBe(HttpStatusCode.Unauthorized);
        standalone.Log.ShouldNotContain(link.Split("signature=")[1]);
    }

    private async Task ARevokedOneEndsAsync(string operators, string key)
    {
        (await KeyScript.RunAsync(folder.Path, "revoke", key.Split('_')[1])).Code.ShouldBe(0);
        await Eventually.UntilAsync(async () => await StatusAsync(key, "/v1/generations") == HttpStatusCode.Unauthorized, "the end of the key to be noticed");
        (await StatusAsync(operators, "/v1/generations")).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> PlaceAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations")
        {
            Content = JsonContent.Create(new
            {
                model = "wan2.6-r2v-flash",
                input = new { prompt = "character1 dances", reference_urls = new[] { "https://example.com/dance.mp4" } },
                parameters = new { size = "1280*720", duration = 2 },
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(string? key, string path, string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-DashScope-Async", "enable"); // Which the vendor's own address asks for first.
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // A stream has no end.
    }

    private async Task<HttpStatusCode> StatusAsync(string? key, string path, string method = "GET")
    {
        using var answer = await SendAsync(key, path, method);
        return answer.StatusCode;
    }

    // Without what differs from request to request.
    private async Task<(HttpStatusCode Status, string Text)> TextAsync(string? key, string path, string method)
    {
        using var answer = await SendAsync(key, path, method);
        return (answer.StatusCode, TraceId().Replace(await answer.Content.ReadAsStringAsync(), ""));
    }

    private async Task<JsonElement> JsonAsync(string? key, string path) => JsonElement.Parse((await TextAsync(key, path, "GET")).Text);

    private async Task<byte[]> BytesAsync(string? key, string path)
    {
        using var answer = await SendAsync(key, path, "GET");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    // As GET / names them, but for those that are open.
    private async Task<List<(string Path, string Method)>> AddressesAsync(string id) =>
    [
        .. from address in (await http.GetFromJsonAsync<JsonElement>("/")).GetProperty("addresses").EnumerateArray()
           let path = address.GetProperty("path").GetString()!
           where !Open.Contains(path)
           from method in address.GetProperty("methods").EnumerateArray()
           where (path, method.GetString()) != ("/api/v1/uploads", "POST") // It asks for a leave, which a form shows.
           select (Placeholder().Replace(path, id), method.GetString()!),
    ];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"(traceId|request_id)\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
