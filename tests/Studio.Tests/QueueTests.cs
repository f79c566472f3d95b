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
    public async Task What_is_asked_for_after_the_count_is_left_alone_and_nothing_can_be_pressed_before_it()
    {
        await server.Http.AskForVideosAsync(2, "counted", "counted");
        await using var studio = await browser.OpenAsync(server, $"#/queue?label=order:counted&to={DateTime.Today.AddDays(1):yyyy-MM-dd}");
        var page = studio.Page;
        var (counting, counted) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/v1/generations:cancel", async route =>
        {
            counting.TrySetResult();
            await counted.Task;
            await route.ContinueAsync();
        });
        await Expect(page.GetByText("In the list: 2, which is all")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all of these" }).ClickAsync();
        await counting.Task;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Counting" })).ToBeDisabledAsync();
        counted.SetResult();
        await Expect(dialog.GetByText("Not finished: 2.")).ToBeVisibleAsync();
        await server.Http.AskForVideosAsync(1, "counted-later", "counted");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel 2" }).ClickAsync();

        await Expect(page.GetByText("Cancellations on their way: 2.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "counted-later-1" })).Not.ToContainTextAsync("Cancelled");
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task What_is_told_while_a_page_is_read_is_not_lost_and_no_page_is_left_out()
    {
        await using var studio = await browser.OpenAsync(server);
        await Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        var shown = await studio.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { Listing } = await import('./studio/parts/listing.js');
              const item = (number, status, updated) => ({ id: `${number}`, status, created_at: `2026-01-01T00:00:0${number}Z`, updated_at: `2026-01-01T00:01:0${updated}Z` });
              const page = (first, second, next) => ({ items: [item(first, 'rendering', 1), ...second ? [item(second, 'rendering', 1)] : []], next });
              let pages = { '': page(5, 4, 'b'), b: page(3, 2, 'c'), c: page(1) };
              const waiting = new Map(), real = window.fetch;
              window.fetch = (url, options) => {
                if (url.pathname !== '/v1/generations') return real(url, options);
                const cursor = url.searchParams.get('cursor') ?? '';
                return new Promise(resolve => waiting.set(cursor, () => resolve(new Response(JSON.stringify(pages[cursor])))));
              };
              const tick = () => new Promise(resolve => setTimeout(resolve));
              const answer = async cursor => { for (let at = 0; at < 50 && !waiting.has(cursor); at++) await tick(); waiting.get(cursor)?.(); waiting.delete(cursor); for (let at = 0; at < 9; at++) await tick(); };
              const rows = () => list.items.map(row => `${row.id} ${row.status}`).join(', ');

              const list = new Listing({}, () => {});
              list.more();
              await answer('');
              list.more(); // 3 and 2 are on their way, as they were before this:
              list.take([item(3, 'completed', 2)]);
              await answer('b');
              const first = rows();
              pages = { '': page(9, 8, 'd'), d: page(7, 6, 'e'), e: page(5, 4, 'f'), f: page(3, 2, 'g'), g: page(1), c: page(1) };
              list.again();
              await tick();
              list.take([item(9, 'completed', 2)]);
              list.more(); // Behind 2, while the list begins anew with 9 and does not come so far.
              for (const cursor of ['', 'd', 'e', 'c', 'f']) await answer(cursor);
              list.more();
              await answer('g');
              return [first, rows()];
            }
            """);

        shown[0].ShouldBe("5 rendering, 4 rendering, 3 completed, 2 rendering");
        shown[1].ShouldBe("9 completed, 8 rendering, 7 rendering, 6 rendering, 5 rendering, 4 rendering, 3 rendering, 2 rendering, 1 rendering");
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
