using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wan.Archiver.Tests;

/// <summary>Stands before an object store, answers the upload of second parts with faults first, and notes what became of each upload.</summary>
internal sealed class FlakyProxy : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly WebApplication app;
    private readonly ConcurrentQueue<int> faults;
    private readonly ConcurrentQueue<(string Method, string Upload)> uploads = new();

    private FlakyProxy(Uri target, int[] faults)
    {
        this.faults = new ConcurrentQueue<int>(faults);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(context => ForwardAsync(context, target));
    }

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
        if (context.Request.Query["partNumber"] == "2" && faults.TryDequeue(out var fault))
        {
            context.Response.StatusCode = fault;
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
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
            context.Response.Headers[name] = values.ToArray();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
