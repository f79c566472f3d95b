using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>Keys and endpoints, made in the page from the first on; and what each tenant sees with its own.</summary>
[Collection(Together.Name)]
public sealed class KeysTests(StudioServer server, SharedBrowser browser) : IClassFixture<StudioServer>
{
    [Fact]
    public async Task From_the_first_key_on_each_tenant_sees_its_own_and_operators_everything()
    {
        await using var studio = await browser.OpenAsync(server, "#/keys");
        studio.Expected.Add("401");
        studio.Expected.Add("403");
        var page = studio.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await Expect(page.GetByText("This is the first key.")).ToBeVisibleAsync();
        await MakeAsync(page, "ops", "default");
        await Expect(page.GetByText("This page uses it from now on.")).ToBeVisibleAsync();
        await studio.ShouldBeGoodForEverybodyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I have it" }).ClickAsync();
        var tenants = new Dictionary<string, string>();
        foreach (var tenant in new[] { "acme", "globex" })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
            tenants[tenant] = await MakeAsync(page, $"of {tenant}", tenant);
            await page.GetByRole(AriaRole.Button, new() { Name = "I have it" }).ClickAsync();
            await AskAsync(tenants[tenant], 2, tenant);
        }

        await SeesAsync(page, ["acme-1", "acme-2", "globex-1", "globex-2"], []);
        await ForWhomAsync(page, tenants["acme"]);
        await AnEndpointAsync(page, tenants["acme"]);
        await studio.ShouldBeGoodForEverybodyAsync();
        await page.SetViewportSizeAsync(1280, 900);
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget the key" }).ClickAsync();
        foreach (var (tenant, other) in new[] { ("acme", "globex"), ("globex", "acme") })
        {
            await page.GetByLabel("Key", new() { Exact = true }).FillAsync(tenants[tenant]);
            await page.GetByRole(AriaRole.Button, new() { Name = "Enter" }).ClickAsync();
            await SeesAsync(page, tenant == "acme" ? ["acme-1", "acme-2", "told-1", "studio-"] : ["globex-1", "globex-2"], [$"{other}-1", $"{other}-2"]);
            await page.GetByRole(AriaRole.Link, new() { Name = "Keys and webhooks" }).ClickAsync();
            await Expect(page.GetByText("Keys are made by operators")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Forget the key" }).ClickAsync();
        }

        studio.ShouldBeQuiet();
    }

    // An operator asks for the same again of a tenant's.
    private async Task ForWhomAsync(IPage page, string key)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "acme-1" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Same again with changes" }).ClickAsync();
        await Expect(page.GetByText("It is made for the tenant default, who pays it. The earlier one was made for acme.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it for acme" }).ClickAsync();
        await Expect(page.GetByText("It is made for the tenant acme, who pays it.")).ToBeVisibleAsync();
        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync("character1 dances for acme");
        var id = await page.SendAsync();

        using var client = ClientOf(key);
        (await client.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("tenant").GetString().ShouldBe("acme");
    }

    // The receiver's name is one that never is (RFC 6761), so that what is sent fails.
    private async Task AnEndpointAsync(IPage page, string key)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Keys and webhooks" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New endpoint" }).ClickAsync();
        await page.GetByLabel("Address").FillAsync("https://receiver.invalid/hook");
        await page.GetByLabel("Tenant", new() { Exact = true }).FillAsync("acme");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the endpoint" }).ClickAsync();
        await Expect(page.GetByText("whsec_")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        var endpoint = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "receiver.invalid" });

        await AskAsync(key, 1, "told");
        await endpoint.GetByRole(AriaRole.Button, new() { Name = "Deliveries" }).ClickAsync();
        var row = endpoint.GetByRole(AriaRole.Row).Filter(new() { HasText = "generation.completed" }).First;
        for (var again = endpoint.GetByRole(AriaRole.Button, new() { Name = "Load again" }); await row.CountAsync() == 0;)
            await again.ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(endpoint.GetByText("It is sent again.")).ToBeVisibleAsync();
        await endpoint.GetByRole(AriaRole.Button, new() { Name = "Send failed ones again" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send failed ones again" }).ClickAsync();
        await Expect(endpoint.GetByText("Sent again: ")).ToBeVisibleAsync();
        await endpoint.GetByRole(AriaRole.Button, new() { Name = "Switch off" }).ClickAsync();
        await Expect(endpoint.GetByText("Switched off by somebody.")).ToBeVisibleAsync();
    }

    private async Task AskAsync(string key, int count, string name)
    {
        using var client = ClientOf(key);
        await client.AskForVideosAsync(count, name);
    }

    private HttpClient ClientOf(string key) => new() { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private static async Task<string> MakeAsync(IPage page, string name, string tenant)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Tenant", new() { Exact = true }).First.FillAsync(tenant);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var made = page.GetByRole(AriaRole.Group, new() { Name = $"The key {name}." });
        return await made.Locator("code").InnerTextAsync();
    }

    private static async Task SeesAsync(IPage page, string[] own, string[] others)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Queue" }).ClickAsync();
        foreach (var id in own)
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = id })).ToBeVisibleAsync();
        await Expect(page.GetByText($"In the list: {own.Length}, which is all")).ToBeVisibleAsync();
        foreach (var id in others)
            await Expect(page.GetByText(id)).ToHaveCountAsync(0);
    }
}
