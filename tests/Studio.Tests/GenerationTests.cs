using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>One generation: watched from the form to its video, and what is done about it.</summary>
[Collection(Together.Name)]
public sealed class GenerationTests(FormServer server, SharedBrowser browser) : IClassFixture<FormServer>
{
    [Fact]
    public async Task It_is_asked_for_by_form_and_its_video_plays()
    {
        const string prompt = "character1 <script>alert(1)</script> dances";
        await using var studio = await browser.OpenAsync(server);
        var page = studio.Page;
        await page.FormAsync(prompt);
        var id = await page.SendAsync();

        // The page is not loaded again: it hears of the end.
        await page.StatusAsync("Completed");
        await Expect(page.Locator("[data-phase=line] .bar")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-phase=archive] .bar")).ToBeVisibleAsync();
        await Expect(page.GetByText("Archived and proven")).ToBeVisibleAsync();
        await Expect(page.Locator("blockquote")).ToHaveTextAsync(prompt);
        await Expect(page.Locator("dd").GetByText(new Regex(@"^[A-Z][a-z]{2} \d+, \d{4}, "))).ToHaveCountAsync(2); // Asked for, and archived: the month is a word.

        // A picture of it is decoded, and it goes on: more than one shade is in it.
        var (seconds, shades) = await PlayAsync(page);
        seconds.ShouldBeGreaterThan(0);
        shades.ShouldBeGreaterThan(1);

        // What the page says of it is true of the bytes.
        var bytes = await server.Http.GetByteArrayAsync($"/v1/generations/{id}/video");
        await Expect(page.GetByText(Convert.ToHexStringLower(SHA256.HashData(bytes)), new() { Exact = true })).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        download.SuggestedFilename.ShouldBe($"{id}.mp4");
        (await File.ReadAllBytesAsync(await download.PathAsync())).ShouldBe(bytes);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task It_plays_on_where_it_was_when_its_address_is_renewed_or_fails()
    {
        await using var studio = await browser.OpenAsync(server);
        var page = studio.Page;
        await page.Clock.InstallAsync();
        await page.FormAsync("character1 plays for an hour");
        await page.SendAsync();
        await page.StatusAsync("Completed");
        var video = page.Locator("video.player");
        await Expect(video).ToHaveJSPropertyAsync("readyState", 4);
        var address = await video.GetAttributeAsync("src");
        await video.EvaluateAsync("video => { video.muted = true; video.loop = true; video.currentTime = 1; return video.play(); }");
        await video.EvaluateAsync("video => { window.begun = 0; video.addEventListener('loadstart', () => window.begun++); }");

        // One that is asked for within a minute is the same.
        await page.RouteAsync("**/video/link?*", route => route.ContinueAsync(new() { Url = route.Request.Url.Replace("expires=3600", "expires=3000", StringComparison.Ordinal) }));
        var download = page.GetByRole(AriaRole.Link, new() { Name = "Download" });
        await page.Clock.FastForwardAsync("55:00");
        await Expect(download).Not.ToHaveAttributeAsync("href", address!);
        (await page.EvaluateAsync<int>("window.begun")).ShouldBe(0, "nobody who looks is interrupted");
        await Expect(video).ToHaveAttributeAsync("src", address!);

        await video.EvaluateAsync("video => { video.pause(); video.currentTime = 1.5; video.dispatchEvent(new Event('error')); }");
        await Expect(video).Not.ToHaveAttributeAsync("src", address!);
        await Expect(video).ToHaveJSPropertyAsync("currentTime", 1.5);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);

        // Also where there is no other address.
        await video.EvaluateAsync("video => video.play()");
        await video.EvaluateAsync("video => { video.pause(); video.currentTime = 1; window.begun = 0; video.dispatchEvent(new Event('error')); }");
        await page.WaitForFunctionAsync("() => window.begun === 1");
        await Expect(video).ToHaveJSPropertyAsync("currentTime", 1);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task One_that_renders_shows_its_bars_and_is_cancelled()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        var page = studio.Page;
        await page.FormAsync("Video 1 takes long", "wan2.7-r2v");
        await page.SendAsync();
        await page.StatusAsync("Rendering");
        await Expect(page.Locator("[data-phase=rendering] .bar")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("it is paid");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();

        await Expect(page.GetByText("Cancelling was asked for.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Not cancelled" })).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_video_on_hold_is_not_deleted_and_is_once_it_is_released()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        studio.Expected.Add("409 (Conflict)");
        var page = studio.Page;
        await page.FormAsync("character1 is kept for a while");
        await page.SendAsync();
        await page.StatusAsync("Completed");

        await page.GetByRole(AriaRole.Button, new() { Name = "Hold", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Nothing deletes it", new() { Exact = true })).ToBeVisibleAsync();
        await SureAsync(page, "Archive again");
        await Expect(page.GetByText("The video is as it was archived")).ToBeVisibleAsync();
        await SureAsync(page, "Delete the video");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("hold");

        await SureAsync(page, "Release the hold");
        await Expect(page.GetByText("Nothing deletes it", new() { Exact = true })).ToBeHiddenAsync();
        await SureAsync(page, "Delete the video");

        await Expect(page.Locator("dt", new() { HasTextString = "Deleted" })).ToBeVisibleAsync();
        await Expect(page.Locator("video.player")).ToHaveCountAsync(0);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task The_same_again_with_changes_has_all_that_was_asked_for()
    {
        await using var studio = await browser.OpenAsync(server, "#/new");
        var page = studio.Page;
        await page.FormAsync("character1 again");
        await page.GetByLabel("Seed").FillAsync("7");
        await page.GetByLabel("Size").SelectOptionAsync("1280*720");
        await page.GetByText("Priority, labels and more").ClickAsync();
        await page.GetByLabel("Priority").SelectOptionAsync("high");
        await page.GetByText("Further fields", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Further fields as JSON").FillAsync("""{"parameters": {"new_field": {"a": [1]}}}""");
        await page.SendAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Same again with changes" }).ClickAsync();

        await Expect(page.GetByLabel("Prompt", new() { Exact = true })).ToHaveValueAsync("character1 again");
        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync("character1 again, but otherwise");
        await page.SendAsync();

        var (first, second) = ((await server.MadeAsync("character1 again")).Single(), (await server.MadeAsync("character1 again, but otherwise")).Single());
        second.GetProperty("request").GetProperty("parameters").GetRawText().ShouldBe(first.GetProperty("request").GetProperty("parameters").GetRawText());
        second.GetProperty("request").GetProperty("parameters").GetProperty("new_field").GetRawText().ShouldBe("""{"a":[1]}""");
        second.GetProperty("priority").GetString().ShouldBe("high");
        studio.ShouldBeQuiet();
    }

    [Theory]
    [InlineData(false, 1280)]
    [InlineData(true, 390)]
    public async Task Everybody_can_use_it(bool dark, int width)
    {
        await using var studio = await browser.OpenAsync(server, "#/new", dark, width);
        var page = studio.Page;
        await page.FormAsync("character1 is looked at closely");
        await page.SendAsync();
        await page.StatusAsync("Completed");
        await Expect(page.Locator("video.player")).ToBeVisibleAsync();
        foreach (var closed in new[] { "The request as the vendor gets it", "All of it as JSON" })
            await page.GetByText(closed).ClickAsync();

        await studio.ShouldBeAccessibleAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        studio.ShouldBeQuiet();
    }

    private static async Task SureAsync(IPage page, string what)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    // Plays it to the end without its sound, and looks at its last picture.
    private static async Task<(double Seconds, int Shades)> PlayAsync(IPage page)
    {
        var seen = await page.Locator("video.player").EvaluateAsync<double[]>(
            """
            async video => {
              video.muted = true;
              const shown = new Promise(resolve => video.requestVideoFrameCallback((now, frame) => resolve(frame)));
              const ended = new Promise(resolve => video.addEventListener('ended', resolve, { once: true }));
              await video.play();
              await shown;
              await ended;
              const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 36 }), picture = canvas.getContext('2d');
              picture.drawImage(video, 0, 0, 64, 36);
              return [video.currentTime, new Set(new Uint32Array(picture.getImageData(0, 0, 64, 36).data.buffer)).size];
            }
            """);
        return (seen[0], (int)seen[1]);
    }
}
