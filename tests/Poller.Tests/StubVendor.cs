using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Wan.Poller.Tests;

/// <summary>The vendor's task API on the wire, each task as the test says, and everything that was asked of it.</summary>
internal sealed class StubVendor : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubVendor(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/api/v1");

    public ConcurrentDictionary<string, StubTask> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>What came in: the time and <c>query ID</c>, <c>list</c> or <c>cancel ID</c>.</summary>
    public ConcurrentQueue<(DateTimeOffset At, string What)> Calls { get; } = [];

    /// <summary>Answers in place of the normal ones, for as long as there are any; each is used once.</summary>
    public ConcurrentQueue<IResult> InsteadOfQueries { get; } = [];

    /// <summary>Which tasks lists show; null shows those that run.</summary>
    public Func<StubTask, bool>? Listed { get; set; }

    /// <summary>Answers lists in place of the normal answer.</summary>
    public Func<IResult>? InsteadOfLists { get; set; }

    public int Queries => Count("query");

    public int Lists => Count("list");

    public static async Task<StubVendor> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var vendor = new StubVendor(app);
        app.MapGet("/api/v1/tasks/{id}", vendor.Query);
        app.MapGet("/api/v1/tasks/", vendor.List);
        app.MapPost("/api/v1/tasks/{id}/cancel", vendor.Cancel);
        await app.StartAsync();
        return vendor;
    }

    public StubTask Add(string id, string status)
    {
        var task = new StubTask(id) { Status = status, SubmittedAt = DateTimeOffset.UtcNow };
        Tasks[id] = task;
        return task;
    }

    public int QueriesOf(string id) => Calls.Count(call => call.What == $"query {id}");

    public int MostInASecond()
    {
        var times = Calls.Select(call => call.At).Order().ToArray();
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] >= TimeSpan.FromSeconds(1))
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    public static IResult Error(int status, string code) => Results.Json(
        new JsonObject { ["code"] = code, ["message"] = $"Made up: {code}.", ["request_id"] = "r-error" }, statusCode: status);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private int Count(string kind) => Calls.Count(call => call.What.StartsWith(kind, StringComparison.Ordinal));

    private IResult Query(string id)
    {
        Calls.Enqueue((DateTimeOffset.UtcNow, $"query {id}"));
        if (InsteadOfQueries.TryDequeue(out var other))
            return other;
        var output = Tasks.TryGetValue(id, out var task)
            ? task.ToOutput()
            : new JsonObject { ["task_id"] = id, ["task_status"] = "UNKNOWN" };
        return Results.Json(new JsonObject { ["request_id"] = $"r-{id}", ["output"] = output, ["usage"] = task?.ToUsage() });
    }

    private IResult List(HttpRequest request)
    {
        Calls.Enqueue((DateTimeOffset.UtcNow, "list"));
        if (InsteadOfLists is { } instead)
            return instead();
        var (page, size) = (Number(request, "page_no", 1), Number(request, "page_size", 10));
        var shown = Tasks.Values.Where(task => task.Status == "RUNNING").Where(Listed ?? (_ => true)).OrderByDescending(task => task.Id).ToArray();
        return Results.Json(new JsonObject
        {
            ["request_id"] = "r-list",
            ["total"] = shown.Length,
            ["page_no"] = page,
            ["page_size"] = size,
            ["data"] = new JsonArray([.. shown.Skip((page - 1) * size).Take(size).Select(task => task.ToListItem())]),
        });
    }

    private IResult Cancel(string id)
    {
        Calls.Enqueue((DateTimeOffset.UtcNow, $"cancel {id}"));
        if (!Tasks.TryGetValue(id, out var task) || task.Status != "PENDING")
            return Error(400, "UnsupportedOperation");
        task.Status = "CANCELED";
        return Results.Json(new JsonObject { ["request_id"] = $"r-cancel-{id}" });
    }

    private static int Number(HttpRequest request, string name, int otherwise) =>
        int.TryParse(request.Query[name], out var number) ? number : otherwise;
}
