using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>The line, as it is looked at while others ask.</summary>
[Collection(Together.Name)]
public sealed class QueueTests(QueueTests.Server server, SharedBrowser browser) : IClassFixture<QueueTests.Server>
{
    /// <summary>Five tasks run for as long as the tests do; all else waits.</summary>
    public sealed class Server() : StudioServer(new Dictionary<string, string> { ["Simulator__RenderTime"] = "02:00:00" });

    [Fact]
    public async Task Five_hundred_come_in_live_and_those_that_a_filter_means_are_cancelled_after_a_look_at_what_it_saves()
    {
        await using var studio = await browser.OpenAsync(server, "#/queue?search=crowd");
        var page = studio.Page;
        await Expect(page.GetByText("There is none.")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.sameLoad = true");

        await server.Http.AskForVideosAsync(400, "crowd", "kept");
        await server.Http.AskForVideosAsync(100, "crowd-b", "gone");
        await Expect(page.GetByText("In the list: 500, which is all")).ToBeVisibleAsync();
        (await page.GetByRole(AriaRole.Row).CountAsync()).ShouldBeLessThan(50);

        await page.GetByText("More filters").ClickAsync();
        await page.GetByLabel("Label", new() { Exact = true }).FillAsync("order:gone");
        await page.GetByLabel("Label", new() { Exact = true }).PressAsync("Enter");
        await Expect(page.GetByText("In the list: 100, which is all")).ToBeVisibleAsync();
        page.Url.ShouldContain("label=order%3Agone");

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all of these" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Not finished: 100.")).ToBeVisibleAsync();
        await Expect(dialog).ToContainTextAsync("saves CN¥");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel 100" }).ClickAsync();

        await Expect(page.GetByText("Cancellations on their way: 100.")).ToBeVisibleAsync();
        await page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("cancelled");
        await Expect(page.GetByText("In the list: 100, which is all")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear the filters" }).ClickAsync();
        await Expect(page.GetByText("more as you scroll")).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("window.sameLoad === true")).ShouldBeTrue();
        studio.ShouldBeQuiet();
        await studio.ShouldBeGoodForEverybodyAsync();
    }

    [Fact]
    public async Task What_comes_while_it_is_paused_is_held_back_and_counted()
    {
        await using var studio = await browser.OpenAsync(server, "#/queue?search=held");
        var page = studio.Page;
        await Expect(page.GetByText("There is none.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await server.Http.AskForVideosAsync(3, "held");
        await Expect(page.GetByText("Changes held back: 3")).ToBeVisibleAsync();
        await Expect(page.GetByText("There is none.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.GetByText("In the list: 3, which is all")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task One_is_found_put_first_and_cancelled_by_keyboard_alone()
    {
        await server.Http.AskForVideosAsync(6, "front", "front");
        var id = await server.Http.AskForVideosAsync(1, "single", "front", "low");
        await using var studio = await browser.OpenAsync(server, "#/queue");
        var page = studio.Page;

        await page.GetByLabel("Search", new() { Exact = true }).FillAsync(id);
        await Expect(page.GetByText("In the list: 1, which is all")).ToBeVisibleAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "single-1" });
        await Expect(row).ToContainTextAsync("No. ");
        await row.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(row.GetByRole(AriaRole.Link)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("has the priority normal now.")).ToBeVisibleAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel the generation" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToContainTextAsync("Cancelled");
        await row.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/#/generation/{id}");
        studio.ShouldBeQuiet();
    }
}
