using Microsoft.Playwright;

namespace Wan.Studio.Tests;

/// <summary>The browser that all tests share; each has a context of its own in it, which knows nothing of the others.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Opens the page in a context of its own.</summary>
    /// <param name="server">Whose page.</param>
    /// <param name="place">Where in it, such as <c>#/queue?status=failed</c>.</param>
    /// <param name="dark">Whether the person likes it dark.</param>
    /// <param name="width">Pixels across; 390 is a phone.</param>
    /// <param name="language">What the person speaks.</param>
    public async Task<StudioPage> OpenAsync(StudioServer server, string place = "", bool dark = false, int width = 1280, string language = "en-US")
    {
        var page = await StudioPage.InAsync(await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = language,
            BaseURL = server.Address.AbsoluteUri,
            Permissions = ["clipboard-read", "clipboard-write"],
        }), server);
        await page.Page.GotoAsync($"/{place}");
        return page;
    }

    public async Task InitializeAsync()
    {
        var program = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("No browser is there: apt-get install chromium-headless-shell");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
