using Microsoft.Extensions.Caching.Memory;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>Knows keys as they were in the store a second ago at most, so that a revoked one is of no use after that, at any replica.</summary>
internal sealed class KeyRing(IDocuments<AccessKey> keys, KeyUses uses, TimeProvider time) : IKeyRing, IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    // Ids that are made up take no more room than that.
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private volatile bool any;
    private long? looked;

    public async ValueTask<bool> AnyAsync(CancellationToken cancellationToken)
    {
        if (any || (looked is { } then && time.GetElapsedTime(then) < LookAgainAfter))
            return any;
        var now = time.GetTimestamp();
        any |= await keys.AnyAsync(cancellationToken);
        looked = now;
        return any;
    }

    public async ValueTask<AccessVerdict> JudgeAsync(string key, CancellationToken cancellationToken)
    {
        if (!KeyToken.TryRead(key, out var id, out var secret))
            return AccessRefusal.Unknown;
        var found = await FindAsync(id, cancellationToken);
        if (!KeyToken.IsSecretOf(found, secret))
            return AccessRefusal.Unknown;
        var verdict = KeyRules.Judge(found!, time.GetUtcNow());
        if (verdict.Requester is not null)
            uses.Note(found!);
        return verdict;
    }

    /// <summary>Whether a key may do this now, for what was given to its holder earlier.</summary>
    /// <param name="id">The key's.</param>
    /// <param name="scope">One of <see cref="Scopes"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageUnavailableException">That can't be said now.</exception>
    public async ValueTask<bool> MayAsync(string id, string scope, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } key && KeyRules.Judge(key, time.GetUtcNow()).Requester is { } holder && holder.Has(scope);

    /// <summary>This process has just made or changed it.</summary>
    public void Changed(string id)
    {
        any = true;
        known.Remove(id);
    }

    public void Dispose() => known.Dispose();

    private async ValueTask<AccessKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(id, out Sighting? sighting) && time.GetElapsedTime(sighting!.At) < LookAgainAfter)
            return sighting.Key;
        var now = time.GetTimestamp();
        var found = await keys.FindAsync(id, cancellationToken);
        known.Set(id, new Sighting(found, now), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = LookAgainAfter });
        return found;
    }

    /// <summary>What the store said, asked at this time; null: that there is none.</summary>
    private sealed record Sighting(AccessKey? Key, long At);
}
