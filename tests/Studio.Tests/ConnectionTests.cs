using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>The server goes away while it is looked at, and comes back.</summary>
[Collection(Together.Name)]
public sealed class ConnectionTests(StudioServer server, SharedBrowser browser) : IClassFixture<StudioServer>
{
    [Fact]
    public async Task A_lost_connection_is_said_and_what_came_meanwhile_is_shown_without_a_reload()
    {
        await server.Http.AskForVideosAsync(1, "before");
        await using var studio = await browser.OpenAsync(server, "#/queue");
        studio.Expected.Add("net::ERR_");
        var page = studio.Page;
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "before-1" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        await server.Process.KillAsync();
        await Expect(page.GetByText("Connection lost, trying again")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all of these" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("The server can’t be reached.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await server.Process.StartAsync();
        await server.Http.AskForVideosAsync(1, "after");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "after-1" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }
}
