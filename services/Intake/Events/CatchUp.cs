using System.Collections.Concurrent;
using Wan.Storage;

namespace Wan.Intake.Events;

/// <summary>What somebody has missed who comes again.</summary>
internal sealed class CatchUp(EventSource source) : IDisposable
{
    // More than that are held in memory for a few at once only.
    private const int Small = 500;

    private readonly SemaphoreSlim readers = new(4, 4);
    private readonly SemaphoreSlim large = new(8, 8);
    private readonly ConcurrentDictionary<string, byte> largeOf = new(StringComparer.Ordinal);

    /// <summary>Reads it.</summary>
    /// <param name="cursor">Up to where the client has everything.</param>
    /// <param name="past">What the feed had sent when it let the client in: all that is not in here, the client gets from there.</param>
    /// <param name="tenant">Whose; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null if the client has more than the feed, which waits for its time (<see cref="SendRules.MostNamed"/>): it has to join anew.</returns>
    /// <exception cref="TooManyChangesException">There is too much.</exception>
    /// <exception cref="TimeoutException">Too many others have missed much.</exception>
    public async Task<Missed?> ReadAsync(EventCursor cursor, SentChanges past, string? tenant, CancellationToken cancellationToken)
    {
        await readers.WaitAsync(cancellationToken);
        try
        {
            var (sent, hasMore) = (new SentChanges(cursor.Watermark), false);
            var from = cursor.Watermark < past.Watermark ? cursor.Watermark : past.Watermark;
            var (pending, _) = await source.ReadAsync(new ChangedCursor(from), tenant, IsMissed, cancellationToken);
            if (hasMore)
                return null;
            var place = pending.Count > Small ? TakePlace(tenant ?? "") : null;
            return new Missed(SendRules.Send(pending, past.Watermark, sent).Select(change => source.Frame(sent.Cursor, change)), place);

            bool IsMissed(SentChange change)
            {
                var isThere = past.Contains(change);
                if (change.At > cursor.Watermark && !cursor.Marks.Contains(change.Mark))
                    return isThere;
                sent.Add(change);
                hasMore |= !isThere;
                return false;
            }
        }
        finally
        {
            readers.Release();
        }
    }

    // One of a tenant's at a time, so that whoever reads slowly keeps nobody else from it.
    private Action TakePlace(string tenant)
    {
        if (!largeOf.TryAdd(tenant, 0))
            throw new TimeoutException("Another one of the tenant's has missed much, and reads it.");
        if (!large.Wait(TimeSpan.Zero))
        {
            largeOf.TryRemove(tenant, out _);
            throw new TimeoutException("Too many others have missed much.");
        }

        return () =>
        {
            large.Release();
            largeOf.TryRemove(tenant, out _);
        };
    }

    public void Dispose()
    {
        readers.Dispose();
        large.Dispose();
    }

    /// <summary>The events that were missed; to be disposed once they are written.</summary>
    internal sealed class Missed(IEnumerable<EventFrame> events, Action? leave) : IDisposable
    {
        private Action? leave = leave;

        /// <summary>One after the other, made as they are asked for; once.</summary>
        public IEnumerable<EventFrame> Events => events;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
