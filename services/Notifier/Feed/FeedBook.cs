using Wan.Storage;

namespace Wan.Notifier.Feed;

/// <summary>Keeps up to when all was read.</summary>
internal sealed class FeedBook(IDocuments<FeedPlace> places, TimeProvider time)
{
    // Where there is none yet, what is younger than this is told: what ended while this release was being put in place, say.
    private static readonly TimeSpan AtFirst = TimeSpan.FromMinutes(10);

    private ReadUntil? known;
    private ReadUntil stored;

    /// <summary>Up to when everything was read, by this process or others; null if nobody has begun.</summary>
    public async Task<ReadUntil?> FindAsync(CancellationToken cancellationToken)
    {
        if (known is null && await places.FindAsync(FeedPlace.TheOne, cancellationToken) is { } place)
            known = stored = Of(place);
        return known;
    }

    /// <summary>Nobody has begun yet, and this process does.</summary>
    /// <param name="now">By Intake's clock: the place never goes back, and this process's own may be ahead.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<ReadUntil> BeginAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = await places.ChangeOrCreateAsync(
            FeedPlace.TheOne, () => new FeedPlace { CreatedAt = time.GetUtcNow(), Until = now - AtFirst }, place => place.Version == 0, cancellationToken);
        stored = Of(place);
        known = stored;
        return stored;
    }

    /// <summary>Everything up to then was read, and is stored.</summary>
    /// <param name="until">Up to when.</param>
    /// <param name="atLeast">It is written down only where it has moved on by so much; until then whoever begins anew reads a little twice.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task RaiseAsync(ReadUntil until, TimeSpan atLeast, CancellationToken cancellationToken)
    {
        known = known is { } before ? before.Later(until) : until;
        if (until.Generations - stored.Generations < atLeast)
            return;
        await places.ChangeAsync(
            FeedPlace.TheOne,
            place =>
            {
                var later = Of(place).Later(until);
                var isLater = later != Of(place);
                (place.Until, place.ToldUntil) = (later.Generations, later.Changes);
                return isLater;
            },
            cancellationToken);
        stored = stored.Later(until);
    }

    private static ReadUntil Of(FeedPlace place) => new(place.Until, place.ToldUntil ?? place.Until);
}

/// <summary>Up to when all was read.</summary>
/// <param name="Generations">All that were last changed up to then.</param>
/// <param name="Changes">All changes up to then, also of those that have changed since.</param>
internal readonly record struct ReadUntil(DateTimeOffset Generations, DateTimeOffset Changes)
{
    /// <summary>The later of each.</summary>
    public ReadUntil Later(ReadUntil other) => new(
        Generations > other.Generations ? Generations : other.Generations, Changes > other.Changes ? Changes : other.Changes);
}
