using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>The page's frame: what every screen has around it.</summary>
[Collection(Together.Name)]
public sealed class FrameTests(StudioServer server, SharedBrowser browser) : IClassFixture<StudioServer>
{
    [Fact]
    public async Task The_first_load_is_small_and_comes_from_one_host()
    {
        await using var studio = await browser.OpenAsync(server);
        await Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await studio.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        (await studio.BytesLoadedAsync()).ShouldBeInRange(10_000, 150_000);
        studio.ShouldBeQuiet();
    }

    [Theory]
    [InlineData("#/constructor")]
    [InlineData("#/__proto__")]
    [InlineData("#/%E4%B8")]
    public async Task An_address_that_is_none_shows_the_form(string place)
    {
        await using var studio = await browser.OpenAsync(server, place);
        await Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        await studio.Page.GetByRole(AriaRole.Link, new() { Name = "Queue" }).ClickAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "Queue" })).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Theory]
    [InlineData("", HttpStatusCode.NotFound)]
    [InlineData("index.html", HttpStatusCode.NotFound)]
    [InlineData("../appsettings.json", HttpStatusCode.NotFound)]
    [InlineData("..%2f..%2fappsettings.json", HttpStatusCode.NotFound)]
    [InlineData("app.js", HttpStatusCode.OK)]
    public async Task Its_files_and_no_others_are_there(string path, HttpStatusCode expected)
    {
        using var answer = await server.Http.GetAsync($"/studio/{path}");
        answer.StatusCode.ShouldBe(expected);
        if (expected == HttpStatusCode.NotFound)
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/studio/app.js")]
    [InlineData("/")]
    public async Task A_file_that_is_known_is_not_sent_again_however_it_was_packed(string path)
    {
        var tags = new List<string>();
        foreach (var encoding in new[] { "br", "gzip", "identity" })
        {
            using var first = await AskAsync(path, encoding, null);
            first.Headers.ETag!.IsWeak.ShouldBeTrue("one tag is for several encodings");
            using var again = await AskAsync(path, encoding, first.Headers.ETag.ToString());
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            tags.Add(first.Headers.ETag.Tag);
        }

        tags.Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/", "application/json")]
    [InlineData("/studio/app.js", "text/javascript")]
    [InlineData("/docs", "text/html")]
    [InlineData("/openapi/v1.json", "application/json")]
    public async Task The_head_of_a_page_is_that_of_the_page_and_nothing_more(string path, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path) { Headers = { { "Accept", type } } };
        using var answer = await server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_speaks_both_languages_and_keeps_what_was_chosen()
    {
        await using var studio = await browser.OpenAsync(server, language: "zh-CN");
        await Expect(studio.Page.GetByRole(AriaRole.Link, new() { Name = "队列" })).ToBeVisibleAsync();

        await studio.Page.GetByLabel("语言").SelectOptionAsync("en");
        await studio.Page.ReloadAsync();

        await Expect(studio.Page.GetByRole(AriaRole.Link, new() { Name = "Queue" })).ToBeVisibleAsync();
        await Expect(studio.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        studio.ShouldBeQuiet();
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string encoding, string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html, */*" }, { "Accept-Encoding", encoding } } };
        if (known is not null)
            request.Headers.Add("If-None-Match", known);
        return await server.Http.SendAsync(request);
    }
}
