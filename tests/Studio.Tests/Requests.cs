using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Wan.Fixtures;

namespace Wan.Studio.Tests;

/// <summary>What other clients ask of the server while the page is looked at, and what is looked at twice.</summary>
internal static class Requests
{
    private const int AtOnce = 8;

    /// <summary>Asks for so many videos, whose own ids are <paramref name="name"/> and a number from 1.</summary>
    /// <param name="http">Who asks.</param>
    /// <param name="count">How many.</param>
    /// <param name="name">Begins their own ids, and stands in their prompts.</param>
    /// <param name="label">Their label <c>order</c>.</param>
    /// <param name="priority">Such as <c>low</c>.</param>
    /// <returns>The id of the last one.</returns>
    public static async Task<string> AskForVideosAsync(this HttpClient http, int count, string name, string label = "1", string priority = "normal")
    {
        var last = "";
        await Parallel.ForAsync(1, count + 1, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, token) =>
        {
            using var answer = await http.PostAsJsonAsync("/v1/generations", new
            {
                model = "wan2.6-r2v-flash",
                client_request_id = $"{name}-{number}",
                priority,
                input = new { prompt = $"character1 dances, {name}", reference_urls = new[] { "https://example.com/dance.mp4" } },
                parameters = new { size = "1280*720", duration = 2 },
                metadata = new Dictionary<string, string> { ["order"] = label },
            }, token);
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(token));
            var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("id").GetString()!;
            if (number == count)
                last = id;
        });
        return last;
    }

    /// <summary>How many generations of a status there are.</summary>
    public static async Task<int> CountAsync(this HttpClient http, string status) =>
        (await http.GetFromJsonAsync<JsonElement>("/v1/generations:count")).GetProperty("counts").GetProperty(status).GetInt32();

    /// <summary>Waits until a generation has a status.</summary>
    public static Task BecomesAsync(this HttpClient http, string id, string status) => Eventually.UntilAsync(
        async () => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("status").GetString() == status, $"{id} {status}");

    /// <summary>Makes a key for every door of a tenant, or for an operator.</summary>
    public static async Task<string> MakeKeyAsync(this HttpClient http, string tenant, params string[] scopes)
    {
        using var answer = await http.PostAsJsonAsync("/v1/keys", new { name = $"of {tenant}", tenant, scopes });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    /// <summary>Everybody can use it in the light and in the dark, and on a phone nothing stands beside the screen.</summary>
    public static async Task ShouldBeGoodForEverybodyAsync(this StudioPage studio)
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await studio.Page.EmulateMediaAsync(new() { ColorScheme = theme });
            await studio.ShouldBeAccessibleAsync();
        }

        await studio.Page.SetViewportSizeAsync(390, 800);
        (await studio.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await studio.ShouldBeAccessibleAsync();
    }
}
