using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Wan.Archiver.Tests;

/// <summary>Where results are downloaded from: answers on the wire, as each test says.</summary>
internal sealed class VideoServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, RequestDelegate> answers = new();
    private readonly ConcurrentQueue<(string Path, IHeaderDictionary Headers)> requests = new();

    private VideoServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        app = builder.Build();
        app.Run(context =>
        {
            requests.Enqueue((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            if (answers.TryGetValue(context.Request.Path, out var answer))
                return answer(context);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
    }

    /// <summary>The requests so far.</summary>
    public IReadOnlyCollection<(string Path, IHeaderDictionary Headers)> Requests => requests;

    private Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<VideoServer> StartAsync()
    {
        var server = new VideoServer();
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Answers a path from now on.</summary>
    /// <returns>Its URL, with a signature that must not be seen anywhere.</returns>
    public Uri Answer(string path, RequestDelegate answer)
    {
        answers[path] = answer;
        return new Uri(Address, $"{path}?Signature=SECRET-SIGNATURE");
    }

    /// <summary>Serves these bytes properly, with ETag and ranges.</summary>
    public Uri Serve(string path, byte[] bytes) => Answer(path, context => Whole(bytes).ExecuteAsync(context));

    public static IResult Whole(byte[] bytes) =>
        Results.Bytes(bytes, "video/mp4", enableRangeProcessing: true, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{bytes.Length}\""));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
