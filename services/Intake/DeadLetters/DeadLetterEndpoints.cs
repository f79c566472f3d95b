using System.Globalization;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors;

namespace Wan.Intake.DeadLetters;

/// <summary><c>/v1/dead-letters</c>, for operators: see what nobody handles any more, and have it handled again.</summary>
internal static class DeadLetterEndpoints
{
    /// <summary>Codes of findings.</summary>
    public const string NoQueueCode = "dead_letter.queue_not_found", NoneCode = "dead_letter.none", LimitCode = "dead_letter.limit";

    private const int DefaultLimit = 100, MaxLimit = 1000;

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/dead-letters", ListAsync).Needs(Scopes.Operate).Describes(DeadLetterDescriptions.List);
        routes.MapGet("/v1/dead-letters/{queue}/first", LookAsync).Needs(Scopes.Operate).Describes(DeadLetterDescriptions.First);
        routes.MapPost("/v1/dead-letters/{queue}/move-back", MoveBackAsync).Needs(Scopes.Operate).Describes(DeadLetterDescriptions.MoveBack);
    }

    private static async Task<IResult> ListAsync(DeadLetterBroker broker, CancellationToken cancellationToken)
    {
        try
        {
            var queues = await broker.CountAsync(cancellationToken);
            return Results.Json(new DeadLettersView { Bus = broker.IsInMemory ? "in_memory" : "rabbitmq", Queues = queues }, IntakeJson.Default.DeadLettersView);
        }
        catch (DeadLettersAwayException)
        {
            return Problems.Unavailable("The broker can't be asked.", "It has not answered in time, or let nobody in. Ask again once /health/ready says that it is there.");
        }
    }

    private static async Task<IResult> LookAsync(string queue, DeadLetterBroker broker, BrokerAlarm alarm, CancellationToken cancellationToken)
    {
        if (!DeadLetterQueues.All.Contains(queue))
            return NoQueue(queue);
        if (alarm.Reason is { } reason)
            return Problems.Blocked(reason);
        try
        {
            return await broker.LookAsync(queue, cancellationToken) is { } first
                ? Results.Json(first, IntakeJson.Default.DeadLetterView)
                : NotFound("The queue has no message.", NoneCode, broker.IsInMemory ? "The bus is in this process's memory, and has no such queues." : $"'{queue}' has no message.");
        }
        catch (DeadLettersAwayException)
        {
            return Problems.Unavailable("The broker can't be asked.",
                "It has not answered in time, or let nobody in. The message lies where it was, or at the end of its queue too. Ask again once /health/ready says that the broker is there.");
        }
    }

    private static async Task<IResult> MoveBackAsync(string queue, HttpRequest request, DeadLetterBroker broker, BrokerAlarm alarm, CancellationToken cancellationToken)
    {
        var (wanted, problem) = await request.ReadBodyAsync(IntakeJson.Default.MoveBackRequest, cancellationToken);
        if (problem is not null)
            return problem;
        if (!DeadLetterQueues.All.Contains(queue))
            return NoQueue(queue);
        var limit = wanted?.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
            return Problems.Refused([Problems.Error(LimitCode, "/limit", string.Create(CultureInfo.InvariantCulture, $"limit must be 1 to {MaxLimit:N0}, not {limit}."))]);
        if (alarm.Reason is { } reason)
            return Problems.Blocked(reason);
        try
        {
            return Results.Json(await broker.MoveBackAsync(queue, limit, cancellationToken), IntakeJson.Default.MovedBackView);
        }
        catch (DeadLettersAwayException away)
        {
            return Problems.Unavailable("The broker can't be asked.", string.Create(CultureInfo.InvariantCulture,
                $"{away.Moved} messages were moved, and perhaps one more, which may be there twice; every handler bears that. Ask again once /health/ready says that the broker is there."));
        }
    }

    private static IResult NoQueue(string queue) =>
        NotFound("There is no such queue.", NoQueueCode, $"No queue of dead letters has the name '{queue}': GET /v1/dead-letters lists those with messages.");

    private static IResult NotFound(string title, string code, string message) => DoorProblems.Of(404, title, message, [Problems.Error(code, "/queue", message)]);
}
