using System.Collections.Concurrent;
using Microsoft.Playwright;
using Wan.Fixtures;

namespace Wan.Studio.Tests;

/// <summary>The page in a browser, and what it does that a person does not see: its errors, and what it loads.</summary>
public sealed class StudioPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> errors = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentQueue<IRequest> loaded = new();
    private readonly StudioServer server;

    private StudioPage(IPage page, StudioServer server) => (Page, this.server) = (page, server);

    /// <summary>What Playwright has of it. Whatever is waited for has as long as <see cref="Eventually.Patience"/>.</summary>
    public IPage Page { get; }

    /// <summary>Errors that the test has looked for, such as the browser's word on an answer of 422; a part of each is enough.</summary>
    public IList<string> Expected { get; } = [];

    /// <summary>What was asked of the server, as <c>POST /v1/generations?dryRun=true</c>.</summary>
    public IReadOnlyCollection<string> Asked => [.. requests.Select(request => request.Replace(server.Address.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal))];

    /// <summary>A new page that is watched.</summary>
    internal static async Task<StudioPage> InAsync(IBrowserContext context, StudioServer server)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        page.SetDefaultNavigationTimeout((float)Eventually.Patience.TotalMilliseconds);
        Assertions.SetDefaultExpectTimeout((float)Eventually.Patience.TotalMilliseconds);
        var watched = new StudioPage(page, server);
        page.Console += (_, message) => watched.Note(message);
        page.PageError += (_, error) => watched.errors.Enqueue(error);
        page.Request += (_, request) => watched.requests.Enqueue($"{request.Method} {request.Url}");
        page.RequestFinished += (_, request) => watched.loaded.Enqueue(request);
        return watched;
    }

    /// <summary>Bytes over the wire until now, heads of answers included.</summary>
    public async Task<long> BytesLoadedAsync()
    {
        long bytes = 0;
        foreach (var request in loaded)
        {
            var sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }

        return bytes;
    }

    /// <summary>The page did nothing that it must not: no error, no warning, and nothing asked of another host.</summary>
    public void ShouldBeQuiet()
    {
        errors.Where(error => !Expected.Any(part => error.Contains(part, StringComparison.Ordinal))).ShouldBeEmpty(server.Process.Tail());
        requests.Select(request => request.Split(' ')[1])
            .Where(address => !address.StartsWith(server.Address.AbsoluteUri, StringComparison.Ordinal) && !address.StartsWith("blob:", StringComparison.Ordinal) && !address.StartsWith("data:", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    /// <summary>Everybody can use what is shown now: axe has no finding (its rules for WCAG 2.2 AA and its best practices).</summary>
    public async Task ShouldBeAccessibleAsync()
    {
        await Page.EvaluateAsync(await Axe.SourceAsync());
        var found = await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
              .violations.map(found => `${found.id}: ${found.help}\n` + found.nodes.map(node => `  ${node.html}\n  ${node.failureSummary}`).join('\n'))
            """);
        found.ShouldBeEmpty(string.Join('\n', found));
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Note(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
            errors.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
    }
}
