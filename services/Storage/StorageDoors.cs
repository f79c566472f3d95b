using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Wan.Storage.Calls;

namespace Wan.Storage;

/// <summary>
/// What every HTTP door does while the store is away: it answers 503 within five seconds of having read the request (a second more for each mebibyte that
/// it has to store), as a problem document (RFC 9457) that says whether anything may have been stored and when to ask again.
/// </summary>
public static class StorageDoors
{
    // With what else a request takes, less than five seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    private const string RetryAfterSeconds = "5";

    /// <summary>How long whoever asks now may still be kept waiting for the store: at a door for what is left of its time, elsewhere as long as for any call.</summary>
    public static TimeSpan TimeLeft => StorageDeadline.Of(TimeSpan.FromSeconds(8));

    /// <summary>Adds this before the endpoints.</summary>
    public static IApplicationBuilder UseStorageDoors(this IApplicationBuilder app) => app.Use(HandleAsync);

    /// <summary>The answer to a request has begun and goes on for as long as the requester likes: from here on each call has its own time-out, as where nobody waits at a door.</summary>
    public static void AnswerHasBegun() => StorageDeadline.Clear();

    /// <summary>Whoever asks is kept waiting by its own wish, and not by the store: its time counts again from the next call.</summary>
    public static void CountAgain() => StorageDeadline.Restart();

    private static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        StorageDeadline.Set(Patience);
        try
        {
            await next(context);
        }
        catch (StorageException exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Problem(context, exception as StorageUnavailableException).ExecuteAsync(context);
        }
    }

    private static IResult Problem(HttpContext context, StorageUnavailableException? away)
    {
        if (away is null)
            return Results.Problem("The service's log and /health/ready say what is wrong with it.", statusCode: 500, title: "The store has failed.");
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.Problem(
            away.MayHaveBeenStored
                ? "Whether this was stored is not known. Ask again, with the same Idempotency-Key where a generation is asked for: twice does no more than once then."
                : "Nothing of this was stored. Ask again; /health/ready says what is wrong.",
            statusCode: 503, title: "The store can't be reached.");
    }
}
