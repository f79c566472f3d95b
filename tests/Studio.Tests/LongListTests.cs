using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>A list of ten thousand.</summary>
[Collection(Together.Name)]
public sealed class LongListTests(StudioServer server, SharedBrowser browser, ITestOutputHelper output) : IClassFixture<StudioServer>
{
    private const int Many = 10_000;

    // Its worst answer, as the browser measures it: from the key or wheel to the next picture.
    private const string Watch =
        """
        window.worst = 0;
        new PerformanceObserver(list => { for (const entry of list.getEntries()) window.worst = Math.max(window.worst, entry.duration); })
          .observe({ type: 'event', durationThreshold: 16, buffered: false });
        """;

    [Fact]
    public async Task Ten_thousand_are_gone_through_by_keyboard_and_only_what_is_seen_is_drawn()
    {
        var id = await server.Http.AskForVideosAsync(1, "pattern");
        await server.Http.BecomesAsync(id, "completed");
        await MultiplyAsync(id);
        await using var studio = await browser.OpenAsync(server, "#/queue");
        var page = studio.Page;
        var grid = page.GetByRole(AriaRole.Grid);
        var rows = grid.GetByRole(AriaRole.Row);
        await page.EvaluateAsync(Watch);
        await rows.Nth(1).FocusAsync();

        for (var all = page.GetByText($"In the list: {Many}, which is all"); !await all.IsVisibleAsync();)
        {
            await page.Keyboard.PressAsync("End");
            (await rows.CountAsync()).ShouldBeLessThan(60);
        }

        await page.Keyboard.PressAsync("End");
        await Expect(grid).ToHaveAttributeAsync("aria-rowcount", $"{Many + 1}");
        await Expect(grid.Locator(":focus")).ToHaveAttributeAsync("aria-rowindex", $"{Many + 1}");
        foreach (var key in new[] { "Home", "PageDown", "ArrowDown", "End", "PageUp", "ArrowUp" })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(grid.Locator(":focus")).ToBeInViewportAsync();
        }

        await Expect(grid.Locator(":focus")).ToContainTextAsync("pattern");
        await server.Http.AskForVideosAsync(1, "newest");
        await Expect(page.GetByText($"In the list: {Many + 1}, which is all")).ToBeVisibleAsync();
        await Expect(grid.Locator(":focus")).ToBeInViewportAsync();
        (await rows.CountAsync()).ShouldBeLessThan(60);
        output.WriteLine($"The slowest answer to a key among {Many} generations took {await page.EvaluateAsync<double>("window.worst")} ms.");
        studio.ShouldBeQuiet();
    }

    // Copies of one that is done, each a second older than the one before.
    private async Task MultiplyAsync(string id)
    {
        await using var store = new SqliteConnection($"Data Source={server.Folder.File("intake.db")};Default Timeout=60");
        await store.OpenAsync();
        await using var copy = store.CreateCommand();
        copy.CommandText =
            """
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < $more)
            INSERT INTO generations (id, version, created_at, rank, status, tenant, body, schema)
            SELECT substr(id, 1, 24) || printf('%012x', n), version, created_at - n * 10000000, rank, status, tenant,
              json_set(replace(body, id, substr(id, 1, 24) || printf('%012x', n)), '$.UniqueKey', NULL, '$.ClientRequestId', 'pattern-' || n,
                '$.CreatedAt', strftime('%Y-%m-%dT%H:%M:%S', created_at / 10000000 - n - 62135596800, 'unixepoch') || printf('.%07d+00:00', created_at % 10000000)), schema
            FROM generations, number WHERE id = $id
            """;
        copy.Parameters.AddWithValue("$more", Many - 1);
        copy.Parameters.AddWithValue("$id", id);
        (await copy.ExecuteNonQueryAsync()).ShouldBe(Many - 1);
    }
}
