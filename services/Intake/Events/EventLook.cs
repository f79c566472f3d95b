using Wan.Storage;

namespace Wan.Intake.Events;

/// <summary>The looks of one feed, one after the other.</summary>
internal sealed class EventLook(EventSource source, string? tenant)
{
    // No listener's queue is filled by one look.
    private const int MostAtOnce = QueuedEvents.Most / 2;

    private EventHorizon horizon = new(source.Window, source.Time);
    private ChangedCursor tail;

    /// <summary>What was sent; of before the first look, what is long ago.</summary>
    public SentChanges Sent { get; private set; } = Begin(source);

    /// <summary>The id with which somebody goes on from here.</summary>
    public string Cursor => Sent.Cursor;

    /// <summary>Looks, and sends what is new.</summary>
    /// <param name="isWhole">True: all that changed since the watermark; false: what changed since the last that was found.</param>
    /// <param name="send">Sends a change; <see cref="Sent"/> counts it already.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>False if there is more than is sent at once: look again.</returns>
    public async Task<bool> TakeAsync(bool isWhole, Action<PendingChange> send, CancellationToken cancellationToken)
    {
        if (!isWhole && tail.ChangedAt > source.Time.GetUtcNow())
            return true; // Somebody's clock is ahead: what comes stands before that. The next whole look finds it.
        var complete = isWhole && source.IsClockTrusted ? horizon.Look() : Sent.Watermark;
        try
        {
            var (pending, end) = await source.ReadAsync(
                isWhole ? new ChangedCursor(Sent.Watermark) : tail, tenant, change => !Sent.Knows(change), cancellationToken);
            tail = end;
            var count = 0;
            foreach (var change in SendRules.Send(pending, complete, Sent))
            {
                send(change);
                if (++count == MostAtOnce)
                    return false;
            }

            return true;
        }
        catch (TooManyChangesException)
        {
            (Sent, horizon) = (Begin(source), new EventHorizon(source.Window, source.Time));
            throw;
        }
    }

    private static SentChanges Begin(EventSource source) => new(source.Time.GetUtcNow() - source.Window);
}
