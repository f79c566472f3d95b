using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>What holds at every address of every service.</summary>
public sealed partial class AddressTests
{
    // Asked by those who have rules of their own.
    private static readonly string[] TakesAny = ["/health/live", "/health/ready", "/vendor/events", "/api/v1/tasks/01920000-0000-7000-8000-000000000000"];

    [Fact]
    public async Task Each_refuses_a_parameter_that_there_is_not()
    {
        using var folder = new TemporaryFolder();
        await using var standalone = new ServiceProcess("Standalone", new Dictionary<string, string> { ["Storage__Directory"] = folder.Path, ["Archive__MinFreeBytes"] = "1" });
        await standalone.StartAsync();
        using var http = new HttpClient { BaseAddress = standalone.Address };

        var refused = new List<string>();
        foreach (var (path, method) in await AddressesAsync(http))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{path}?colour=blue");
            using var answer = await http.SendAsync(request);
            if (TakesAny.Contains(path))
            {
                answer.StatusCode.ShouldNotBe(HttpStatusCode.BadRequest, path);
                continue;
            }

            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{method} {path}");
            if (method != "HEAD")
                (await answer.Content.ReadAsStringAsync()).ShouldContain("takes no parameter 'colour'", customMessage: path);
            refused.Add(path);
        }

        refused.ShouldContain(path => path.EndsWith("/video", StringComparison.Ordinal));
        refused.ShouldContain(path => path.StartsWith("/v1/queue/", StringComparison.Ordinal));
        refused.ShouldContain("/");
    }

    // As GET / names them.
    private static async Task<List<(string Path, string Method)>> AddressesAsync(HttpClient http) =>
    [
        .. from address in (await http.GetFromJsonAsync<JsonElement>("/")).GetProperty("addresses").EnumerateArray()
           from method in address.GetProperty("methods").EnumerateArray()
           select (Placeholder().Replace(address.GetProperty("path").GetString()!, "01920000-0000-7000-8000-000000000000"), method.GetString()!),
    ];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
