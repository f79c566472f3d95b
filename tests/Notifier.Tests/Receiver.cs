using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;

namespace Wan.Notifier.Tests;

/// <summary>Somebody who wants to hear of generations: notes what comes, by path, and answers as a test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Heard> heard = new();
    private readonly CancellationTokenSource ended = new();

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(HearAsync);
    }

    /// <summary>How it answers; 204 by itself.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    /// <summary>What came so far.</summary>
    public IEnumerable<Heard> All => heard;

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>An address of it.</summary>
    public string Url(string path = "/hook") => $"{app.Urls.First()}{path}";

    /// <summary>Answers with a status from now on.</summary>
    public void AnswerWith(int status, string? header = null, string? value = null) => Answer = context =>
    {
        context.Response.StatusCode = status;
        if (header is not null)
            context.Response.Headers[header] = value;
        return Task.CompletedTask;
    };

    /// <summary>Answers nothing while it is there.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Nobody hangs any more.</summary>
    public Task LetGoAsync() => ended.CancelAsync();

    /// <summary>Waits until so much has come at a path.</summary>
    public async Task<IReadOnlyList<Heard>> HeardAsync(int count = 1, string path = "/hook", Func<string>? more = null)
    {
        await Eventually.UntilAsync(() => Task.FromResult(heard.Count(one => one.Path == path) >= count), () => $"{count} at {path}, of {heard.Count}\n{more?.Invoke()}");
        return [.. heard.Where(one => one.Path == path)];
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await app.DisposeAsync();
        ended.Dispose();
    }

    private async Task HearAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        heard.Enqueue(new Heard(context.Request.Path, await reader.ReadToEndAsync(), headers));
        await Answer(context);
    }
}

/// <summary>One webhook that came.</summary>
internal sealed record Heard(string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Its id.</summary>
    public string Id => Headers["webhook-id"];
}
