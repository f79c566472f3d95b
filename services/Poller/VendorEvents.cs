using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Poller.Looks;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>
/// The door for the vendor's completion events (EventBridge, source <c>acs.dashscope</c>, type <c>dashscope:System:AsyncTaskFinish</c>, HTTP
/// target). An event is a hint that makes the task due now, never the result: it may be late, double or made up.
/// https://help.aliyun.com/zh/model-studio/async-task-api
/// </summary>
public static class VendorEvents
{
    private const long MaxBytes = 1024 * 1024;

    // Where EventBridge puts the token of its HTTP target.
    private const string TokenHeader = "x-eventbridge-signature-token";

    private static readonly DoorDescription Description = new("tellVendorEvent", DoorGroups.Service, "Takes the vendor's completion events")
    {
        Detail = "Of EventBridge, as a hint to look at once; Poller's, where it is a process of its own. One CloudEvent, or several in an array; those of other tasks change nothing.",
        Headers = [new(TokenHeader, "The secret of `Poller:VendorEventsSecret`; or it stands in `Authorization` as `Bearer`.")],
        Body = new(typeof(object), "The event, at most 1 MiB.")
        {
            Examples = new Dictionary<string, string> { ["a task has ended"] = """{"source": "acs.dashscope", "data": {"task_id": "0385dc79-5ff8-4d82-bcb6-7c5ac7d3e4a1"}}""" },
        },
        Answers = [new(204, "Heard.")],
        Refusals = [new(400, "It is not JSON."), new(401, "The secret is another."), new(404, "No secret is set, so that nobody may tell."), new(413, "It is too large.", "body.too_large")],
    };

    /// <summary>
    /// Maps <c>POST /vendor/events</c>. Closed (404) without <see cref="PollerOptions.VendorEventsSecret"/>, which EventBridge shows as the token of
    /// its target (<c>x-eventbridge-signature-token</c>) and others as <c>Authorization: Bearer</c>.
    /// </summary>
    public static void MapVendorEvents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/vendor/events", AcceptAsync).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBytes))
            .IsOpen().Describes(Description).TakesAny();

    private static async Task<IResult> AcceptAsync(
        HttpContext context, IOptions<PollerOptions> options)
    {
        if (options.Value.VendorEventsSecret is not { Length: > 0 } secret)
            return TypedResults.NotFound();
        if (!IsAuthentic(context.Request, secret))
            return TypedResults.Unauthorized();
        if (RequestBody.IsTooLong(context.Request, MaxBytes))
            return DoorProblems.TooLarge(MaxBytes);

        List<string> tasks;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            tasks = [.. TasksOf(body.RootElement)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // The latter of half a character.
        {
            return TypedResults.Problem("The body is not JSON.", statusCode: StatusCodes.Status400BadRequest, title: "The event can't be read.");
        }

        var services = context.RequestServices;
        foreach (var task in tasks)
        {
            await HintAsync(
                services.GetRequiredService<IDocuments<Watch>>(), services.GetRequiredService<LookSignals>(),
                services.GetRequiredService<TimeProvider>(), task, context.RequestAborted);
        }

        return TypedResults.NoContent();
    }

    // Other tasks of the account, tasks that have ended and events that come twice change nothing.
    private static async Task HintAsync(
        IDocuments<Watch> watches, LookSignals signals, TimeProvider time, string task, CancellationToken cancellationToken)
    {
        var news = false;
        var watch = await watches.ChangeAsync(
            task,
            watch =>
            {
                news = watch is { End: null, Hinted: false };
                if (news)
                    (watch.Hinted, watch.DueAt) = (true, time.GetUtcNow());
                return news;
            },
            cancellationToken);
        if (watch is not null && news)
            signals.Raise(watch.Account);
    }

    // One CloudEvent or several in an array.
    private static IEnumerable<string> TasksOf(JsonElement events)
    {
        if (events.ValueKind == JsonValueKind.Array)
            return events.EnumerateArray().SelectMany(TasksOf);
        return events.ValueKind == JsonValueKind.Object
            && events.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("task_id", out var task) && task.ValueKind == JsonValueKind.String
            ? [task.GetString()!]
            : [];
    }

    private static bool IsAuthentic(HttpRequest request, string secret) =>
        IsSame(request.Headers[TokenHeader].ToString(), secret) || IsSame(request.Headers.Authorization.ToString(), $"Bearer {secret}");

    // In the same time whatever is shown.
    private static bool IsSame(string shown, string wanted) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}
