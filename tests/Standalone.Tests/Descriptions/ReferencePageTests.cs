using System.Net;
using System.Text.RegularExpressions;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>What a person and a program are shown of the API by a running service.</summary>
[Collection(DescribedTogether.Name)]
public sealed partial class ReferencePageTests(DescribedStandalone standalone) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = standalone.Address };

    [Fact]
    public async Task The_document_is_served_as_it_is_and_only_once()
    {
        using var answer = await http.GetAsync("/openapi/v1.json");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await http.SendAsync(again);

        (await answer.Content.ReadAsStringAsync() == await ApiDescription.TextAsync()).ShouldBeTrue("Build again after ./wan openapi > docs/openapi.json: it is built in.");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_page_names_every_operation_and_loads_nothing()
    {
        using var answer = await http.GetAsync("/docs");
        var html = await answer.Content.ReadAsStringAsync();

        foreach (var (path, method, operation) in ApiDescription.Operations(await ApiDescription.ReadAsync()))
        {
            html.ShouldContain($"id=\"{operation["operationId"]}\"");
            html.ShouldContain($"<code>{method.ToUpperInvariant()} {path}</code>");
        }

        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'; style-src 'sha256-");
        Loaded().Matches(html).Select(found => found.Value).ShouldBeEmpty();
        var links = Links().Matches(html).Select(found => found.Groups[1].Value).Distinct().ToList();
        links.Where(link => link[0] != '#').ShouldBe(["/openapi/v1.json"]);
        links.Where(link => link[0] == '#' && !html.Contains($"id=\"{link[1..]}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("<(?:script|link|img|iframe|object|embed|form|base|video|audio)\\b|\\bsrc=|\\bon\\w+=|url\\(|@import", RegexOptions.IgnoreCase)]
    private static partial Regex Loaded();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Links();
}
