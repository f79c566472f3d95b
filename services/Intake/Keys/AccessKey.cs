using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>A key that lets requesters in, without what is secret of it.</summary>
internal sealed class AccessKey : IDocument
{
    /// <summary>Part of the key, and no secret.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Who may use it, for people.</summary>
    public required string Name { get; init; }

    public required string Tenant { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>See <see cref="KeyToken.Hash"/>.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>From then on it lets nobody in; null: it has no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it last let somebody in, to the hour; null if it never did.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Another key of the tenant has its name, since it had expired.</summary>
    public bool NameGivenAway { get; set; }

    /// <summary>Its name, which no other of the tenant has while it is good.</summary>
    public string? UniqueKey => RevokedAt is null && !NameGivenAway ? NameOf(Tenant, Name) : null;

    /// <summary>The unique key of a name. A tenant's has no slash.</summary>
    public static string NameOf(string tenant, string name) => $"{tenant}/{name}";
}
