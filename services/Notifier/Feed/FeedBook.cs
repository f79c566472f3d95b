using Wan.Storage;

namespace Wan.Notifier.Feed;

/// <summary>Keeps up to when all was read.</summary>
internal sealed class FeedBook(IDocuments<FeedPlace> places, TimeProvider time)
{
    // Where there is none yet, what is younger than this is told: what ended while this release was being put in place, say.
    private static readonly TimeSpan AtFirst = TimeSpan.FromMinutes(10);

    private DateTimeOffset? known;
    private DateTimeOffset stored;

    /// <summary>Up to when everything was read, by this process or others.</summary>
    public async Task<DateTimeOffset> FindAsync(CancellationToken cancellationToken)
    {
        if (known is { } until)
            return until;
        var place = await places.ChangeOrCreateAsync(
            FeedPlace.TheOne, () => new FeedPlace { CreatedAt = time.GetUtcNow(), Until = time.GetUtcNow() - AtFirst }, place => place.Version == 0, cancellationToken);
        known = stored = place.Until;
        return place.Until;
    }

    /// <summary>Everything up to then was read, and is stored.</summary>
    /// <param name="until">Up to when.</param>
    /// <param name="atLeast">It is written down only where it has moved on by so much; until then whoever begins anew reads a little twice.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task RaiseAsync(DateTimeOffset until, TimeSpan atLeast, CancellationToken cancellationToken)
    {
        if (until > known)
            known = until;
        if (until - stored < atLeast)
            return;
        await places.ChangeAsync(
            FeedPlace.TheOne,
            place =>
            {
                if (place.Until >= until)
                    return false;
                place.Until = until;
                return true;
            },
            cancellationToken);
        stored = until;
    }
}
