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
}
