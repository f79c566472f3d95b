namespace Wan.Intake.Events;

/// <summary>The feeds of this process: one for all generations and one for each tenant, while somebody listens to it; and who listens to one generation.</summary>
internal sealed class EventFeeds(EventSource source, ILogger<EventFeed> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (EventFeed Feed, CancellationTokenSource Stop)> feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<EventWaker>> watched = new(StringComparer.Ordinal);
    private volatile bool isUsed;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return feeds.Count;
        }
    }

    /// <summary>The feed of a tenant, or of all. Whoever is done gives it back by <see cref="Return"/>.</summary>
    public EventFeed Use(string? tenant)
    {
        lock (gate)
        {
            if (!feeds.TryGetValue(Key(tenant), out var known))
                feeds[Key(tenant)] = known = Begin(tenant);
            known.Feed.Users++;
            isUsed = true;
            return known.Feed;
        }
    }

    /// <summary>Ends a feed that nobody uses any more.</summary>
    public void Return(string? tenant)
    {
        lock (gate)
        {
            var (feed, stop) = feeds[Key(tenant)];
            if (--feed.Users > 0)
                return;
            feeds.Remove(Key(tenant));
            isUsed = feeds.Count + watched.Count > 0;
            stop.Cancel();
            stop.Dispose();
        }
    }

    /// <summary>Has somebody told of what this process saves of one generation.</summary>
    public void Watch(EventWaker waker)
    {
        lock (gate)
        {
            if (!watched.TryGetValue(waker.GenerationId, out var wakers))
                watched[waker.GenerationId] = wakers = [];
            wakers.Add(waker);
            isUsed = true;
        }
    }

    /// <summary>Ends that.</summary>
    public void Leave(EventWaker waker)
    {
        lock (gate)
        {
            var wakers = watched[waker.GenerationId];
            wakers.Remove(waker);
            if (wakers.Count == 0)
                watched.Remove(waker.GenerationId);
            isUsed = feeds.Count + watched.Count > 0;
        }
    }

    /// <summary>This process has saved a change of it. Only ever a shortcut.</summary>
    public void Saved(Generation generation)
    {
        if (!isUsed)
            return;
        lock (gate)
        {
            if (watched.TryGetValue(generation.Id, out var wakers))
                wakers.ForEach(waker => waker.Raise());
            if (feeds.TryGetValue(Key(generation.Tenant), out var own))
                own.Feed.Wake();
            if (feeds.TryGetValue(Key(null), out var all))
                all.Feed.Wake();
        }
    }

    private static string Key(string? tenant) => tenant is null ? "" : "=" + tenant;

    private (EventFeed Feed, CancellationTokenSource Stop) Begin(string? tenant)
    {
        var (feed, stop) = (new EventFeed(source, tenant, logger), new CancellationTokenSource());

        // It is nobody's request: it has neither the trace nor the deadline of whoever came first.
        var stopping = stop.Token;
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => feed.RunAsync(stopping), CancellationToken.None);

        return (feed, stop);
    }
}
