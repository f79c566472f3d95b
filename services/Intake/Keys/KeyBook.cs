using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>Makes, lists and revokes keys.</summary>
internal sealed class KeyBook(IDocuments<AccessKey> keys, SigningKey signing, TimeProvider time)
{
    /// <summary>Makes a key that <see cref="KeyRules.Check"/> finds nothing wrong with.</summary>
    /// <returns>It, and how it is shown, this once; null if another key of the tenant has its name.</returns>
    /// <exception cref="Hosting.ConfigurationProblemException">The services could not sign addresses.</exception>
    public async Task<(AccessKey Key, string Token)?> AddAsync(NewKey wanted, CancellationToken cancellationToken)
    {
        signing.Ensure(); // Before the key is: from then on the other services let in nobody whom Intake has not sent.
        while (true)
        {
            var now = time.GetUtcNow();
            var (id, token, hash) = KeyToken.Create();
            var key = new AccessKey
            {
                Id = id,
                CreatedAt = now,
                Name = wanted.Name!,
                Tenant = wanted.Tenant!,
                Scopes = [.. wanted.Scopes ?? Scopes.Default],
                SecretHash = hash,
                ExpiresAt = wanted.ExpiresIn is { } seconds ? now + TimeSpan.FromSeconds(seconds) : null,
            };
            if (await keys.InsertAsync(key, cancellationToken))
                return (key, token);
            if (await keys.FindByUniqueKeyAsync(key.UniqueKey!, cancellationToken) is not { } earlier)
                continue; // It was given back just now.
            if (!(earlier.ExpiresAt <= now))
                return null;
            await keys.ChangeAsync(earlier, expired => expired.NameGivenAway = true, cancellationToken);
        }
    }

    /// <summary>Whether there is any, good or not.</summary>
    public Task<bool> AnyAsync(CancellationToken cancellationToken) => keys.AnyAsync(cancellationToken);

    /// <summary>A page of them, the newest first.</summary>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public Task<DocumentPage<AccessKey>> PageAsync(PageQuery query, CancellationToken cancellationToken) => keys.PageAsync(query, cancellationToken);

    /// <summary>The one with this id, or null.</summary>
    public Task<AccessKey?> FindAsync(string id, CancellationToken cancellationToken) => keys.FindAsync(id, cancellationToken);

    /// <summary>Ends a key, if it is not ended yet.</summary>
    /// <returns>It, or null if there is none.</returns>
    public Task<AccessKey?> RevokeAsync(string id, CancellationToken cancellationToken) => keys.ChangeAsync(
        id,
        key =>
        {
            if (key.RevokedAt is not null)
                return false;
            key.RevokedAt = time.GetUtcNow();
            return true;
        },
        cancellationToken);
}
