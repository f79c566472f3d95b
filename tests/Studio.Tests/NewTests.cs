using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Wan.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>The form: what is asked for, what is wrong with it, what it costs, and that it is paid once.</summary>
[Collection(Together.Name)]
public sealed class NewTests(FormServer server, SharedBrowser browser) : IClassFixture<FormServer>
{
    private const string Refused = "422 (Unprocessable Entity)"; // The browser's own word on a dry run that found something.

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_nothing_is_made()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        studio.Expected.Add(Refused);
        var page = studio.Page;
        await page.FormAsync("character1 is refused");
        await Expect(page.Locator(".amount")).ToHaveTextAsync("CN¥1.00 to CN¥3.50");

        await page.GetByLabel("Seconds").FillAsync("40");
        await Expect(page.GetByText("duration must be 2 to 10")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Seconds")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.Send().ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Refused");
        await Expect(page.GetByLabel("Seconds")).ToBeFocusedAsync();
        (await server.MadeAsync("character1 is refused")).ShouldBeEmpty();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_length_that_is_left_to_the_vendor_is_priced_from_the_least_to_the_most()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        var page = studio.Page;
        await page.GetByLabel("Model").SelectOptionAsync("wan3.0-video");
        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync("A lighthouse in the storm");
        await page.GetByLabel("Seconds").FillAsync("-1");

        await Expect(page.Locator(".amount")).ToHaveTextAsync("CN¥2.40 to CN¥36.00");
        await Expect(page.GetByText("2–30 s of the video")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_dropped_file_is_uploaded_seen_named_by_the_keyboard_and_there_after_a_reload()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        studio.Expected.Add(Refused);
        var page = studio.Page;
        await page.GetByLabel("Model").SelectOptionAsync("wan2.7-r2v");
        var dropped = await page.EvaluateHandleAsync(
            """
            async () => {
              const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 320 });
              canvas.getContext('2d').fillRect(10, 10, 200, 200);
              const picture = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg'));
              const dropped = new DataTransfer();
              dropped.items.add(new File([picture], 'a <b>cat</b>.jpg', { type: 'image/jpeg' }));
              return dropped;
            }
            """);
        await page.Locator("body").DispatchEventAsync("drop", new { dataTransfer = dropped });

        await Expect(page.GetByText("a <b>cat</b>.jpg")).ToBeVisibleAsync();
        await Expect(page.GetByText("320 × 320")).ToBeVisibleAsync();
        await Expect(page.Locator(".thumbnail img")).ToHaveJSPropertyAsync("naturalWidth", 320);

        var prompt = page.GetByLabel("Prompt", new() { Exact = true });
        await prompt.PressSequentiallyAsync("A walk with im");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Image 1" })).ToHaveAttributeAsync("aria-selected", "true");
        await prompt.PressAsync("Enter");
        await page.Keyboard.TypeAsync(" at night");
        await Expect(prompt).ToHaveValueAsync("A walk with Image 1 at night");

        await page.ReloadAsync();
        await Expect(prompt).ToHaveValueAsync("A walk with Image 1 at night");
        await Expect(page.Locator(".thumbnail img")).ToHaveJSPropertyAsync("naturalWidth", 320);
        await Expect(page.Locator(".amount")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_double_click_makes_one()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        await studio.Page.FormAsync("character1 is clicked twice");
        await studio.Page.Send().DblClickAsync();
        await studio.Page.MadeAsync();

        (await server.MadeAsync("character1 is clicked twice")).Count.ShouldBe(1);
        studio.Asked.Count(asked => asked == "POST /v1/generations").ShouldBe(1);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_lost_answer_makes_one_also_after_a_reload()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        studio.Expected.Add("net::ERR_");
        var (page, lost) = (studio.Page, true);
        await page.RouteAsync(new Regex("/v1/generations$"), async route =>
        {
            if (!lost || route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            await route.AbortAsync("connectionreset");
        });
        await page.FormAsync("character1 is lost");
        await page.Send().ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("it stays one video");

        await page.ReloadAsync();
        lost = false;
        await page.SendAsync();

        (await server.MadeAsync("character1 is lost")).Count.ShouldBe(1);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task What_was_changed_after_a_lost_answer_is_a_second_video_only_if_a_person_says_so()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        foreach (var known in new[] { "net::ERR_", "409 (Conflict)" })
            studio.Expected.Add(known);
        var (page, lost) = (studio.Page, true);
        await page.RouteAsync(new Regex("/v1/generations$"), async route =>
        {
            if (lost && route.Request.Method == "POST")
            {
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await page.FormAsync("character1 comes first");
        await page.Send().ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        lost = false;

        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync("character1 comes second");
        await page.Send().ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Look at the earlier one" })).ToBeVisibleAsync();
        (await server.MadeAsync("character1 comes second")).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make this one as another video" }).ClickAsync();
        await page.SendAsync();

        (await server.MadeAsync("character1 comes first")).Count.ShouldBe(1);
        (await server.MadeAsync("character1 comes second")).Count.ShouldBe(1);
        studio.ShouldBeQuiet();
    }

    [Theory]
    [InlineData("curl", "bash")]
    [InlineData("Python", "python3")]
    public async Task What_is_copied_runs_and_asks_for_the_same(string name, string program)
    {
        var prompt = $"character1 says 'it's \"$HOME\"' \\ `x` 雨 🌧 in {name}";
        await using var studio = await browser.OpenAsync(server, "#/new");
        var page = studio.Page;
        await page.FormAsync(prompt);
        await page.GetByText("Priority, labels and more").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a label" }).ClickAsync();
        await page.GetByLabel("Label 1: name").FillAsync("order");
        await page.GetByLabel("Label 1: value").FillAsync("42");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Copy as {name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();

        await Programs.RunAsync(program, await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        var made = (await server.MadeAsync(prompt)).ShouldHaveSingleItem();
        made.GetProperty("request").GetProperty("parameters").GetProperty("duration").GetInt32().ShouldBe(2);
        made.GetProperty("metadata").GetProperty("order").GetString().ShouldBe("42");
        studio.ShouldBeQuiet();
    }

    [Theory]
    [InlineData(false, 1280)]
    [InlineData(true, 390)]
    public async Task Everybody_can_use_it(bool dark, int width)
    {
        await using var studio = await browser.OpenAsync(server, "#/new", dark, width);
        studio.Expected.Add(Refused);
        var page = studio.Page;
        await page.FormAsync("character1 dances", "wan2.7-r2v");
        await page.GetByLabel("Seconds").FillAsync("40");
        await page.GetByText("Priority, labels and more").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a label" }).ClickAsync();
        await page.GetByText("Further fields", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByText("duration must be 2 to 10")).ToBeVisibleAsync();
        await page.GetByLabel("Prompt", new() { Exact = true }).PressSequentiallyAsync(" vi");
        await Expect(page.Locator("#prompt-names")).ToBeVisibleAsync();

        await studio.ShouldBeAccessibleAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        studio.ShouldBeQuiet();
    }
}
