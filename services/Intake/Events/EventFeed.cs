using Wan.Hosting;
using Wan.Storage;

namespace Wan.Intake.Events;

/// <summary>
/// Looks at what has changed, of one tenant or of all, once for all who listen in this process: at an interval back to the watermark, and in between, as soon as this process has saved
/// something, at what is new. While the store is away nobody misses anything: the next look goes on where the last whole one ended.
/// </summary>
internal sealed partial class EventFeed(EventSource source, string? tenant, ILogger logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // However often this process saves.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly EventListeners listeners = new();
    private readonly Wakeup saved = new(source.Time);
    private readonly EventLook look = new(source, tenant);
    private int failures;
    private bool hasMore;

    /// <summary>How many listen; whoever counts has the lock of all feeds.</summary>
    public int Users { get; set; }

    /// <summary>Something was saved, or somebody wants to join.</summary>
    public void Wake() => saved.Raise();

    /// <summary>Begins to be shown events as they are found.</summary>
    public void Watch(IEventListener listener) => listeners.Add(listener);

    /// <summary>Begins to be shown events after a whole look, and all of them.</summary>
    /// <returns>What had been sent until then.</returns>
    /// <exception cref="StorageException">The look failed.</exception>
    /// <exception cref="TimeoutException">It took longer than this.</exception>
    public async Task<SentChanges> JoinAsync(IEventListener listener, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var joining = listeners.Join(listener);
        Wake();
        try
        {
            return await joining.Joined.Task.WaitAsync(atMost, source.Time, cancellationToken);
        }
        finally
        {
            joining.Joined.TrySetCanceled(CancellationToken.None); // Whoever waits no more is not let in later.
        }
    }

    /// <summary>Is shown nothing any more.</summary>
    public void Leave(IEventListener listener) => listeners.Remove(listener);

    /// <summary>Looks until nobody listens any more.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var (time, options) = (source.Time, source.Options);
        var (wholeAt, aliveAt) = (0L, time.GetTimestamp());
        while (!stoppingToken.IsCancellationRequested)
        {
            var isWhole = wholeAt == 0 || hasMore || listeners.AreComing || time.GetElapsedTime(wholeAt) >= options.EventsInterval;
            if (isWhole)
                wholeAt = time.GetTimestamp();
            await LookAsync(isWhole, stoppingToken);
            if (time.GetElapsedTime(aliveAt) >= options.EventsHeartbeat)
            {
                aliveAt = time.GetTimestamp();
                listeners.Offer(EventFrame.SignOfLife(look.Cursor));
            }

            var wait = failures == 0 ? options.EventsInterval : Backoff.Wait(failures, options.EventsInterval, LongestWait);
            await WaitAsync(wait < options.EventsHeartbeat ? wait : options.EventsHeartbeat, stoppingToken);
        }
    }

    private async Task LookAsync(bool isWhole, CancellationToken stoppingToken)
    {
        var coming = isWhole ? listeners.Coming() : [];
        try
        {
            hasMore = !await look.TakeAsync(isWhole, Send, stoppingToken);
            if (hasMore)
                Wake();
            if (coming.Count > 0)
                listeners.LetIn(coming, look.Sent);
            failures = 0;
        }
        catch (TooManyChangesException)
        {
            Log.TooMany(logger, tenant ?? "all tenants");
            listeners.EndAll();
            EventListeners.Refuse(coming, new StorageUnavailableException("Too many generations have changed since the last look.", mayHaveBeenStored: false));
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            if (failures++ == 0)
                Log.Failed(logger, exception, tenant ?? "all tenants");
            EventListeners.Refuse(coming, exception);
        }
        catch (Exception exception)
        {
            EventListeners.Refuse(coming, exception); // It ends.
        }
    }

    private void Send(PendingChange change)
    {
        if (listeners.AreThere)
            listeners.Offer(source.Frame(look.Cursor, change));
    }

    private async Task WaitAsync(TimeSpan interval, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(BetweenLooks, stoppingToken);
            await saved.WaitAsync(interval, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What has changed of {Tenant} can't be read for now; whoever follows it waits, and it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception, string tenant);

        [LoggerMessage(2, LogLevel.Warning, "More of {Tenant} has changed since the last look than is sent at once: whoever follows it has to come again.")]
        public static partial void TooMany(ILogger logger, string tenant);
    }
}
