using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wan.Archiver.Tests;

/// <summary>
/// Stands before an object store: answers the upload of second parts with faults first, refuses everything or holds requests where a test
/// wants it, and notes what became of each upload.
/// </summary>
internal sealed class FlakyProxy : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly WebApplication app;
    private readonly ConcurrentQueue<int> faults;
    private readonly ConcurrentQueue<(string Method, string Upload)> uploads = new();

    private Hold? hold;

    private FlakyProxy(Uri target, int[] faults)
    {
        this.faults = new ConcurrentQueue<int>(faults);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(context => ForwardAsync(context, target));
    }

    /// <summary>The status of every answer while it is set.</summary>
    public int? Refusal { get; set; }

    /// <summary>How many faults are still to come.</summary>
    public int FaultsLeft => faults.Count;

    /// <summary>Uploads that got parts and were neither completed nor aborted.</summary>
    public IEnumerable<string> LeftOver => Of("PUT").Except(Of("POST")).Except(Of("DELETE"));

    /// <summary>Uploads that were aborted.</summary>
    public IEnumerable<string> Aborted => Of("DELETE");

    public Uri Address => new(app.Urls.First());

    public static async Task<FlakyProxy> StartAsync(Uri target, params int[] faults)
    {
        var proxy = new FlakyProxy(target, faults);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>From now on requests like this get no answer, in place of what was held before.</summary>
    /// <param name="which">Which requests.</param>
    /// <param name="done">Whether the store does what they ask for.</param>
    /// <returns>Ends when the first one is there.</returns>
    public Task HoldAsync(Func<HttpRequest, bool> which, bool done)
    {
        hold = new Hold(which, done, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return hold.Held.Task;
    }

    /// <summary>Holds nothing any more.</summary>
    public void LetGo() => hold = null;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private IEnumerable<string> Of(string method) => uploads.Where(one => one.Method == method).Select(one => one.Upload).Distinct();

    private async Task ForwardAsync(HttpContext context, Uri target)
    {
        if (context.Request.Query["uploadId"] is [{ } upload])
            uploads.Enqueue((context.Request.Method, upload));
        if (Refusal is { } refusal || (context.Request.Query["partNumber"] == "2" && faults.TryDequeue(out refusal)))
        {
            context.Response.StatusCode = refusal;
            return;
        }

        var held = hold is { } wanted && wanted.Which(context.Request) ? wanted : null;
        if (held is { Done: false })
        {
            await KeepWaitingAsync(context, held);
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(target, $"{context.Request.Path}{context.Request.QueryString}"));
        if (context.Request.ContentLength > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (held is not null)
        {
            await KeepWaitingAsync(context, held);
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
            context.Response.Headers[name] = values.ToArray();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task KeepWaitingAsync(HttpContext context, Hold hold)
    {
        hold.Held.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed record Hold(Func<HttpRequest, bool> Which, bool Done, TaskCompletionSource Held);
}
