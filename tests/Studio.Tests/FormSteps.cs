using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>What people do at the form, and what is seen of it from behind.</summary>
internal static class FormSteps
{
    public static ILocator Send(this IPage page) => page.Locator("button[type=submit]");

    /// <summary>A cheap request that is right.</summary>
    public static async Task FormAsync(this IPage page, string prompt, string model = "wan2.6-r2v-flash")
    {
        await page.GetByLabel("Model").SelectOptionAsync(model);
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("https://example.com/dance.mp4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add address" }).ClickAsync();
        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync(prompt);
        await page.GetByLabel("Seconds").FillAsync("2");
    }

    /// <summary>Clicks, and gives the id of what was made.</summary>
    public static async Task<string> SendAsync(this IPage page)
    {
        await page.Send().ClickAsync();
        await page.MadeAsync();
        return page.Url.Split('/')[^1];
    }

    /// <summary>Waits until the page of what was made is there.</summary>
    public static Task MadeAsync(this IPage page) => Expect(page).ToHaveURLAsync(new Regex("#/generation/[0-9a-f-]+$"));

    /// <summary>Its generations with this prompt.</summary>
    public static async Task<IReadOnlyList<JsonElement>> MadeAsync(this StudioServer server, string prompt)
    {
        List<JsonElement> made = [];
        foreach (var item in (await server.Http.GetFromJsonAsync<JsonElement>("/v1/generations?limit=200")).GetProperty("items").EnumerateArray())
        {
            var generation = await server.Http.GetFromJsonAsync<JsonElement>($"/v1/generations/{item.GetProperty("id").GetString()}");
            if (generation.GetProperty("request").GetProperty("input").GetProperty("prompt").GetString() == prompt)
                made.Add(generation);
        }

        return made;
    }

    public static Task StatusAsync(this IPage page, string status) => Expect(page.Locator(".title .state")).ToHaveTextAsync(status);
}
