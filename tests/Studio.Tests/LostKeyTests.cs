using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>The first key is made, and nobody has it.</summary>
[Collection(Together.Name)]
public sealed class LostKeyTests(StudioServer server, SharedBrowser browser) : IClassFixture<StudioServer>
{
    [Fact]
    public async Task Where_the_answer_with_the_first_key_is_lost_it_is_said_how_to_make_another()
    {
        await using var studio = await browser.OpenAsync(server, "#/keys");
        studio.Expected.Add("401");
        studio.Expected.Add("net::ERR_");
        var page = studio.Page;
        await page.RouteAsync("**/v1/keys", async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            await route.AbortAsync("connectionreset");
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("ops");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();

        await Expect(page.GetByText("This server asks for a key.")).ToBeVisibleAsync();
        await page.GetByText("There is no key at hand").ClickAsync();
        await Expect(page.GetByText("./wan keys add NAME")).ToBeVisibleAsync();
        await studio.ShouldBeGoodForEverybodyAsync();
        studio.ShouldBeQuiet();
    }
}
