using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wan.Submitter.Tests;

/// <summary>A vendor on a loopback port that does what the test says. Its tasks run until the test ends them.</summary>
internal sealed class StubVendor : IAsyncDisposable
{
    // Of another program on whatever account is asked for.
    private const string Foreign = "sk-other";

    private readonly WebApplication app;
    private StubVendor(WebApplication app) => this.app = app;

    public ConcurrentQueue<StubTask> Tasks { get; } = [];

    public ConcurrentQueue<DateTimeOffset> Posts { get; } = [];

    /// <summary>What the next POSTs get instead of a task, in order; a null is an ordinary answer.</summary>
    public ConcurrentQueue<Func<HttpContext, StubVendor, JsonNode, Task>?> Surprises { get; } = [];

    /// <summary>For POSTs whose key says so, whatever else is planned: the status and code.</summary>
    public ConcurrentDictionary<string, (int Status, string Code)> RefusedKeys { get; } = [];

    /// <summary>For POSTs by key and model, whatever else is planned: the status and body instead of the vendor's answer; null for that.</summary>
    public Func<string, string, (int Status, string Body)?> Instead { get; set; } = (_, _) => null;

    /// <summary>Waited for before a POST is answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public bool ListWorks { get; set; } = true;

    /// <summary>What a succeeded task tells of its prompt.</summary>
    public Func<string, string> Tells { get; set; } = prompt => prompt;

    public int Lists;

    /// <summary>What was POSTed: the body, and whether uploads were to be resolved.</summary>
    public ConcurrentQueue<(JsonNode Body, bool ResolvesOss)> Bodies { get; } = [];

    /// <summary>What was uploaded.</summary>
    public ConcurrentQueue<StubUpload> Uploads { get; } = [];

    /// <summary>What the next uploads are answered instead of 200, in order; a 0 is an ordinary answer.</summary>
    public ConcurrentQueue<(int Status, string Text)> UploadAnswers { get; } = [];

    /// <summary>Waited for before an upload is answered.</summary>
    public Task UploadGate { get; set; } = Task.CompletedTask;

    /// <summary>The same for uploads with a leave of this key.</summary>
    public ConcurrentDictionary<string, Task> UploadGates { get; } = [];

    /// <summary>The keys of the uploads that came, answered or not.</summary>
    public ConcurrentQueue<string> UploadsBegun { get; } = [];

    /// <summary>How many of them are not answered yet.</summary>
    public int UploadsUnderWay { get; private set; }

    /// <summary>The most that were so at once.</summary>
    public int MostUploads { get; private set; }

    /// <summary>What a leave to upload says beside the usual.</summary>
    public Action<JsonObject> Policy { get; set; } = _ => { };

    public Uri BaseUrl => new($"{app.Urls.First()}/api/v1");

    /// <summary>Starts it.</summary>
    /// <param name="port">Its port; 0 for any.</param>
    public static async Task<StubVendor> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var vendor = new StubVendor(app);
        app.MapPost("/api/v1/services/aigc/video-generation/video-synthesis", vendor.SubmitAsync);
        app.MapGet("/api/v1/uploads", vendor.LeaveAsync);
        app.MapPost("/uploads", vendor.UploadAsync);
        app.MapGet("/api/v1/tasks/", vendor.List);
        app.MapGet("/api/v1/tasks/{id}", vendor.Query);
        await app.StartAsync();
        return vendor;
    }

    /// <summary>A task of another program on the account.</summary>
    public StubTask AddForeign(string prompt, DateTimeOffset createdAt, string model = SubmitterUnderTest.Model)
    {
        var task = new StubTask(Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), model, prompt, Foreign, createdAt);
        Tasks.Enqueue(task);
        return task;
    }

    public StubTask Accept(HttpContext context, JsonNode body, bool listed = true)
    {
        var task = new StubTask(
            Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), body["model"]!.GetValue<string>(), body["input"]!["prompt"]!.GetValue<string>(),
            Key(context), DateTimeOffset.UtcNow) { Listed = listed };
        Tasks.Enqueue(task);
        return task;
    }

    public static Task AnswerAsync(HttpContext context, StubTask task) => context.Response.WriteAsync(new JsonObject
    {
        ["request_id"] = task.RequestId,
        ["output"] = new JsonObject { ["task_id"] = task.Id, ["task_status"] = "PENDING" },
    }.ToJsonString());

    public static Func<HttpContext, StubVendor, JsonNode, Task> Error(int status, string code) => (context, _, _) => ErrorAsync(context, status, code);

    public static Func<HttpContext, StubVendor, JsonNode, Task> AcceptAndReset => (context, vendor, body) =>
    {
        vendor.Accept(context, body);
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>The same, of a task that no list shows yet.</summary>
    public static Func<HttpContext, StubVendor, JsonNode, Task> AcceptUnlistedAndReset => (context, vendor, body) =>
    {
        vendor.Accept(context, body, listed: false);
        context.Abort();
        return Task.CompletedTask;
    };

    public static Func<HttpContext, StubVendor, JsonNode, Task> Reset => (context, _, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task SubmitAsync(HttpContext context)
    {
        Posts.Enqueue(DateTimeOffset.UtcNow);
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        Bodies.Enqueue((body, context.Request.Headers["X-DashScope-OssResourceResolve"] == "enable"));
        await Gate;
        if (Instead(Key(context), body["model"]!.GetValue<string>()) is { } instead)
        {
            context.Response.StatusCode = instead.Status;
            context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync(instead.Body);
        }
        else if (RefusedKeys.TryGetValue(Key(context), out var refusal))
        {
            await ErrorAsync(context, refusal.Status, refusal.Code);
        }
        else if (Surprises.TryDequeue(out var surprise) && surprise is not null)
        {
            await surprise(context, this, body);
        }
        else
        {
            await AnswerAsync(context, Accept(context, body));
        }
    }

    private async Task LeaveAsync(HttpContext context, string model)
    {
        if (RefusedKeys.TryGetValue(Key(context), out var refusal))
        {
            await ErrorAsync(context, refusal.Status, refusal.Code);
            return;
        }

        var data = new JsonObject
        {
            ["policy"] = $"{Key(context)} {model}", ["signature"] = "signed", ["upload_dir"] = $"instant/{Guid.NewGuid()}", ["upload_host"] = $"{context.Request.Scheme}://{context.Request.Host}/uploads",
            ["expire_in_seconds"] = 300, ["max_file_size_mb"] = "100", ["oss_access_key_id"] = "id", ["x_oss_object_acl"] = "private", ["x_oss_forbid_overwrite"] = "true",
        };
        Policy(data);
        await context.Response.WriteAsync(new JsonObject { ["request_id"] = Guid.NewGuid().ToString(), ["data"] = data }.ToJsonString());
    }

    private async Task UploadAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var whose = form["policy"].ToString().Split(' ');
        UploadsBegun.Enqueue(whose[0]);
        lock (UploadsBegun)
            MostUploads = Math.Max(MostUploads, ++UploadsUnderWay);
        try
        {
            await UploadGate.WaitAsync(context.RequestAborted);
            await UploadGates.GetValueOrDefault(whose[0], Task.CompletedTask).WaitAsync(context.RequestAborted);
        }
        finally
        {
            lock (UploadsBegun)
                UploadsUnderWay--;
        }

        if (UploadAnswers.TryDequeue(out var answer) && answer.Status > 0)
        {
            context.Response.StatusCode = answer.Status;
            await context.Response.WriteAsync(answer.Text);
            return;
        }

        using var content = new MemoryStream();
        await form.Files.Single().CopyToAsync(content);
        Uploads.Enqueue(new StubUpload($"oss://{form["key"]}", whose[0], whose[1], content.ToArray(), context.Request.Headers.Authorization.Count > 0));
    }

    private async Task List(HttpContext context, string? model_name, string? start_time, string? end_time, int page_no = 1, int page_size = 10)
    {
        Interlocked.Increment(ref Lists);
        if (!ListWorks)
        {
            await ErrorAsync(context, 500, "InternalError");
            return;
        }

        var (from, to) = (Time(start_time), Time(end_time));
        var all = Tasks.Where(task => task.Listed && task.Model == (model_name ?? task.Model) && task.CreatedAt >= from && task.CreatedAt < to.AddSeconds(1))
            .OrderByDescending(task => task.CreatedAt).ToList();
        await context.Response.WriteAsync(new JsonObject
        {
            ["request_id"] = Guid.NewGuid().ToString(),
            ["total"] = all.Count,
            ["total_page"] = (all.Count + page_size - 1) / page_size,
            ["data"] = new JsonArray([.. all.Skip((page_no - 1) * page_size).Take(page_size).Select(task => new JsonObject
            {
                ["task_id"] = task.Id,
                ["status"] = task.Word ?? (task.Succeeded ? "SUCCEEDED" : "RUNNING"),
                ["model_name"] = task.Model,
                ["request_id"] = task.RequestIdListed ? task.RequestId : null,
                ["gmt_create"] = task.CreatedAt.ToUnixTimeMilliseconds(),
            })]),
        }.ToJsonString());
    }

    private async Task Query(HttpContext context, string id)
    {
        var task = Tasks.FirstOrDefault(task => task.Id == id && !task.Unknown && (task.Key == Foreign || task.Key == Key(context)));
        await context.Response.WriteAsync(new JsonObject
        {
            ["request_id"] = Guid.NewGuid().ToString(),
            ["output"] = new JsonObject
            {
                ["task_id"] = id,
                ["task_status"] = task is null ? "UNKNOWN" : task.Succeeded ? "SUCCEEDED" : "RUNNING",
                ["orig_prompt"] = task is { Succeeded: true } ? Tells(task.Prompt) : null,
            },
            ["usage"] = task is { Succeeded: true }
                ? new JsonObject { ["duration"] = task.Seconds, ["output_video_duration"] = task.Seconds, ["SR"] = 720, ["video_count"] = 1 }
                : null,
        }.ToJsonString());
    }

    public static Task ErrorAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(
            new JsonObject { ["code"] = code, ["message"] = "As the test wants.", ["request_id"] = Guid.NewGuid().ToString() }.ToJsonString());
    }

    private static string Key(HttpContext context) => context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);

    private static DateTimeOffset Time(string? text) => new(
        DateTime.ParseExact(text!, "yyyyMMddHHmmss", CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}

internal sealed record StubUpload(string Url, string Key, string Model, byte[] Content, bool HasKey);

internal sealed record StubTask(string Id, string RequestId, string Model, string Prompt, string Key, DateTimeOffset CreatedAt)
{
    public bool Listed { get; set; } = true;

    public bool RequestIdListed { get; set; } = true;

    public bool Succeeded { get; set; }

    /// <summary>A query does not know it (yet).</summary>
    public bool Unknown { get; set; }

    /// <summary>What the list says of it instead.</summary>
    public string? Word { get; set; }

    public int Seconds { get; set; } = 5;
}
