using Wan.Intake.Doors;
using Wan.Storage;

namespace Wan.Intake.Events;

/// <summary>The stream of all generations, or of all of a tenant.</summary>
internal sealed class AllEvents(EventSource source, EventFeeds feeds, CatchUp catchUp, EventsMetrics metrics, IHostApplicationLifetime lifetime)
{
    // With what else a request takes, less than five seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan MissedWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    /// <summary>Answers with it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tenant">Whose; null for all.</param>
    /// <param name="types">Which events; null for all.</param>
    /// <param name="cursor">From where on; null for now.</param>
    public async Task<IResult> FollowAsync(HttpContext context, string? tenant, HashSet<string>? types, EventCursor? cursor)
    {
        if (cursor is not null && WhyNot(cursor) is { } why)
            return EventsEndpoint.Gone(why);
        if (!source.IsClockTrusted)
            return EventsEndpoint.Away(context, "The clock of this process is wrong.", "What came since could be missed. /health/ready says how wrong it is. Ask another process, or come again once it is right.");
        var feed = feeds.Use(tenant);
        try
        {
            return await FollowAsync(context, feed, tenant, types, cursor);
        }
        catch (TooManyChangesException)
        {
            return EventsEndpoint.Gone($"More than {EventSource.Most:N0} generations have changed since.");
        }
        catch (TimeoutException)
        {
            return EventsEndpoint.Away(context, "What has changed can't be read for now.", "Come again, with the same Last-Event-ID if there is one: nothing is missed.");
        }
        finally
        {
            feeds.Return(tenant);
        }
    }

    private async Task<IResult> FollowAsync(HttpContext context, EventFeed feed, string? tenant, HashSet<string>? types, EventCursor? cursor)
    {
        using var queue = new QueuedEvents(types);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, queue.Ended);
            using var begin = await JoinAsync(feed, queue, tenant, cursor, either.Token);
            StorageDoors.AnswerHasBegun();
            if (!await WriteMissedAsync(context, begin, types, either.Token))
                return Results.Empty;
            begin.Dispose();
            var stream = new EventStream(context, metrics, either.Token);
            while (await queue.Waiting.WaitToReadAsync(either.Token))
                await stream.WriteAsync(Waiting(queue));
            return Results.Empty;
        }
        catch (OperationCanceledException) when (queue.Ended.IsCancellationRequested)
        {
            context.Abort(); // What it has not read is not waited for.
            return Results.Empty;
        }
        finally
        {
            feed.Leave(queue);
        }
    }

    // Bounded, since it takes a place that others wait for. Whoever is cut off comes again from where it is.
    private async Task<bool> WriteMissedAsync(HttpContext context, Beginning begin, HashSet<string>? types, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(MissedWithin, source.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var stream = new EventStream(context, metrics, either.Token);
            await stream.BeginAsync(begin.Id);
            await stream.WriteAsync(begin.Missed.Where(frame => types is null || types.Contains(frame.Type!)));
            return true;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            context.Abort();
            return false;
        }
    }

    private async Task<Beginning> JoinAsync(EventFeed feed, QueuedEvents queue, string? tenant, EventCursor? cursor, CancellationToken cancellationToken)
    {
        var begun = source.Time.GetTimestamp();
        while (true)
        {
            var past = await feed.JoinAsync(queue, Patience, cancellationToken);
            if (cursor is null)
                return new Beginning(past.Cursor, null);
            if (await catchUp.ReadAsync(cursor, past, tenant, cancellationToken) is { } missed)
                return new Beginning(null, missed);
            if (source.Time.GetElapsedTime(begun) > Patience)
                throw new TimeoutException("What the client has had elsewhere waits here.");
            feed.Leave(queue);
            queue.Clear();
            await Task.Delay(BetweenTries, cancellationToken);
        }
    }

    private string? WhyNot(EventCursor cursor)
    {
        var now = source.Time.GetUtcNow();
        return cursor.Watermark < now - source.LongestAway - source.Window ? $"The event is older than {source.LongestAway}."
            : cursor.Watermark > now + source.Window ? "The event is of a process whose clock is ahead."
            : null;
    }

    private static IEnumerable<EventFrame> Waiting(QueuedEvents queue)
    {
        while (queue.Waiting.TryRead(out var frame))
            yield return frame;
    }

    private sealed record Beginning(string? Id, CatchUp.Missed? Behind) : IDisposable
    {
        public IEnumerable<EventFrame> Missed => Behind?.Events ?? [];

        public void Dispose() => Behind?.Dispose();
    }
}
