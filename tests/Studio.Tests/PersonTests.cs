using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Wan.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>What needs a person, and the person who does it.</summary>
[Collection(Together.Name)]
public sealed class PersonTests(PersonTests.Server server, SharedBrowser browser) : IClassFixture<PersonTests.Server>
{
    /// <summary>What can't be found out is known soon, and no pause ends by itself while a test waits.</summary>
    public sealed class Server() : StudioServer(new Dictionary<string, string>
    {
        ["Submitter__Repair__FirstLook"] = "00:00:00.2",
        ["Submitter__Repair__LongestWait"] = "00:00:00.5",
        ["Submitter__Repair__AbsentAfter"] = "00:00:01",
        ["Submitter__Repair__GiveUpAfter"] = "00:00:01",
        ["Submitter__ShortestPause"] = "00:10:00",
        ["Archiver__ResultLifetime"] = "00:00:02",
        ["Archiver__MinRefreshes"] = "1",
        ["Archiver__RefreshPatience"] = "00:00:00.5",
        ["Archiver__RetryDelay"] = "00:00:00.2",
        ["Archiver__MaxRetryDelay"] = "00:00:00.5",
        ["Simulator__UrlLifetime"] = "00:00:02",
    })
    {
        /// <summary>The simulated vendor.</summary>
        public SimulatorClient Vendor() => new(new Uri($"http://127.0.0.1:{int.Parse(System.IO.File.ReadAllText(Folder.File("simulator", "port")), CultureInfo.InvariantCulture)}"));
    }

    [Fact]
    public async Task An_uncertain_one_is_given_the_task_that_a_person_has_found()
    {
        using var vendor = server.Vendor();
        await vendor.SetFaultsAsync(new { kind = "submit_accepted_reset", match = "lost" }, new { kind = "list_never", match = "lost" });
        await using var studio = await browser.OpenAsync(server, "#/person");
        var page = studio.Page;
        await Expect(page.GetByText("Of every request it is known what became of it.")).ToBeVisibleAsync();

        var id = await server.Http.AskForVideosAsync(1, "lost");
        var one = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "lost-1" });
        await Expect(one.GetByText("Somebody has to decide.")).ToBeVisibleAsync();
        await studio.ShouldBeGoodForEverybodyAsync();

        await one.GetByText("Take a task that the vendor has made").ClickAsync();
        await Expect(one.GetByText("In the vendor’s console")).ToBeVisibleAsync();
        var task = (await vendor.GetLedgerAsync()).Tasks.Single(made => made.Prompt.Contains("lost", StringComparison.Ordinal)).Id;
        await one.GetByLabel("Task id").FillAsync(task);
        await one.GetByRole(AriaRole.Button, new() { Name = "Decide so" }).ClickAsync();

        await server.Http.BecomesAsync(id, "completed");
        await Expect(page.GetByText("Of every request it is known what became of it.")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_paused_account_says_why_and_is_tried_at_once()
    {
        using var vendor = server.Vendor();
        await vendor.SetFaultsAsync(new { kind = "submit_throttled", code = "PrepaidBillOverdue", match = "unpaid", count = 1 });
        var id = await server.Http.AskForVideosAsync(1, "unpaid");
        await Eventually.UntilAsync(async () => (await server.Http.GetStringAsync("/v1/accounts")).Contains("PrepaidBillOverdue", StringComparison.Ordinal), "a pause");
        await using var studio = await browser.OpenAsync(server, "#/accounts");
        var page = studio.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "What to do" }).ClickAsync();
        var one = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "PrepaidBillOverdue" });
        await Expect(one.GetByText("Paused; tried again at")).ToBeVisibleAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();

        await Expect(page.GetByText("Every account is in use.")).ToBeVisibleAsync();
        await server.Http.BecomesAsync(id, "completed");
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task What_is_urgent_is_found_however_much_is_not()
    {
        await using var studio = await browser.OpenAsync(server);
        studio.Expected.Add("404");
        var page = studio.Page;
        object Item(string name, string status, int hours) => new
        {
            id = Guid.NewGuid(), client_request_id = name, status, model = "wan2.7-r2v", tenant = "default", priority = "normal", created_at = DateTimeOffset.UtcNow.AddHours(hours - 24),
            updated_at = DateTimeOffset.UtcNow, result_expires_at = DateTimeOffset.UtcNow.AddHours(hours), links = new { },
        };
        object Young() => Enumerable.Range(1, 200).Select(number => Item($"young-{number}", "archiving", 24)).ToList();
        await page.RouteAsync("**/v1/generations?*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(route.Request.Url switch
            {
                var url when url.Contains("error_code=quarantined", StringComparison.Ordinal) && url.Contains("status=failed", StringComparison.Ordinal) => url.Contains("cursor=", StringComparison.Ordinal)
                    ? new { items = (object)new[] { Item("suspect", "failed", 1) }, next = (string?)null }
                    : new { items = (object)Array.Empty<object>(), next = (string?)"further" },
                var url when url.Contains("status=archiving", StringComparison.Ordinal) => url.Contains("created_before=", StringComparison.Ordinal) && !url.Contains("created_after=", StringComparison.Ordinal)
                    ? new { items = (object)new[] { Item("old", "archiving", 1) }, next = (string?)null }
                    : new { items = url.Contains("created_before=", StringComparison.Ordinal) ? Array.Empty<object>() : Young(), next = (string?)"further" },
                _ => new { items = (object)Array.Empty<object>(), next = (string?)null },
            }),
        }));

        await page.GetByRole(AriaRole.Link, new() { Name = "Needs a person" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "suspect" })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("old");
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Spend_is_a_chart_and_a_table()
    {
        var id = await server.Http.AskForVideosAsync(1, "spent");
        await server.Http.BecomesAsync(id, "completed");
        await using var studio = await browser.OpenAsync(server, "#/accounts");
        var page = studio.Page;

        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Spend of each day in CNY" })).ToBeVisibleAsync();
        await page.GetByText("The figures as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "The figures as a table" }).GetByRole(AriaRole.Cell, new() { Name = "wan2.6-r2v-flash" }).First).ToBeVisibleAsync();
        await page.GetByLabel("Told apart by").SelectOptionAsync("tenant");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "default" }).First).ToBeVisibleAsync();
        page.Url.ShouldContain("by=tenant");
        studio.ShouldBeQuiet();
        await studio.ShouldBeGoodForEverybodyAsync();
    }

    [Fact]
    public async Task The_budget_of_queries_is_said_and_drawn_and_that_poller_is_away()
    {
        await using var studio = await browser.OpenAsync(server, "#/accounts");
        studio.Expected.Add("503");
        var page = studio.Page;
        await Expect(page.GetByText("May ask 19 times a second now, of 19; the account has 20 in all.")).ToBeVisibleAsync();
        await Expect(page.GetByText("The chart begins after three minutes.")).ToBeVisibleAsync();

        var start = DateTimeOffset.UtcNow.AddMinutes(-3);
        object Sample(int minute, double allowed, int queries, int throttles) => new { at = start.AddMinutes(minute), allowed, queries, throttles, watched = 4 };
        object? answer = new
        {
            name = "simulated", queries_per_second = 20, watching_per_second = 19, allowed = 0, watched = 7, paused = new { until = DateTimeOffset.UtcNow.AddMinutes(1), reason = "throttled" },
            samples = new[] { Sample(0, 19, 0, 0), Sample(1, 19, 60, 0), Sample(2, 13.3, 600, 2), Sample(3, 19, 270, 0) },
        };
        await page.RouteAsync("**/v1/accounts/*/queries", route => route.FulfillAsync(answer is null
            ? new() { Status = 503, ContentType = "application/problem+json", Body = """{"status":503,"title":"Poller can't be asked."}""" }
            : new() { ContentType = "application/json", Body = JsonSerializer.Serialize(answer) }));
        await page.ReloadAsync();

        await Expect(page.GetByText("Tasks watched: 7. In the last minute it asked 4.5 times a second.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing is asked: the vendor was asked too much.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Queries a second with" })).ToBeVisibleAsync();
        await Expect(page.GetByText("In this time 930 queries were made, and 2 refused")).ToBeVisibleAsync();
        var queries = page.GetByRole(AriaRole.Region, new() { Name = "Queries about tasks" });
        await page.Locator("details").Filter(new() { HasText = "Tasks watched" }).Locator("summary").ClickAsync();
        await Expect(queries.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("10" + "13.3" + "2" + "4");
        await studio.ShouldBeGoodForEverybodyAsync();

        answer = null;
        await page.ReloadAsync();
        await Expect(page.GetByText("Poller can't be asked.")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task What_is_in_quarantine_is_looked_at_and_accepted()
    {
        using var vendor = server.Vendor();
        await vendor.SetFaultsAsync(new { kind = "download_wrong_length", match = "suspect", bytes = -2000 });
        var id = await server.Http.AskForVideosAsync(1, "suspect");
        await server.Http.BecomesAsync(id, "failed");
        await using var studio = await browser.OpenAsync(server, "#/person");
        var page = studio.Page;

        var one = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "suspect-1" });
        await Expect(one.GetByText("SHA-256")).ToBeVisibleAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "See it" }).ClickAsync();
        await Expect(one.Locator("video")).ToBeVisibleAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Accept it as the video" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Accept it as the video" }).ClickAsync();

        await server.Http.BecomesAsync(id, "completed");
        await Expect(page.GetByText("suspect-1")).ToHaveCountAsync(0);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task What_was_not_archived_is_archived_again()
    {
        using var vendor = server.Vendor();
        await vendor.SetFaultsAsync(new { kind = "download_error", match = "unkept", status = 404 });
        var id = await server.Http.AskForVideosAsync(1, "unkept");
        await server.Http.BecomesAsync(id, "failed");
        await using var studio = await browser.OpenAsync(server, "#/person");
        var page = studio.Page;
        var one = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "unkept-1" });
        await Expect(one).ToBeVisibleAsync();

        await vendor.SetFaultsAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Archive again" }).ClickAsync();

        await server.Http.BecomesAsync(id, "completed");
        await Expect(page.GetByText("unkept-1")).ToHaveCountAsync(0);
        studio.ShouldBeQuiet();
    }
}
