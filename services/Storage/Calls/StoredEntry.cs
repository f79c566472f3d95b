namespace Wan.Storage.Calls;

/// <summary>A document as a store keeps it: its JSON, and beside it the fields that are searched.</summary>
internal sealed record StoredEntry
{
    public required string Id { get; init; }

    public required long Version { get; init; }

    /// <summary>UTC ticks.</summary>
    public long CreatedAt { get; init; }

    /// <summary>UTC ticks; null once it is finished.</summary>
    public long? DueAt { get; init; }

    /// <summary>UTC ticks: of one that has just been claimed, when it was due until then.</summary>
    public long? WasDueAt { get; init; }

    public string? UniqueKey { get; init; }

    public string? Group { get; init; }

    public long Rank { get; init; }

    public string? Status { get; init; }

    public string? Tenant { get; init; }

    public string? LookupKey { get; init; }

    /// <summary>UTC ticks; null if nobody follows it.</summary>
    public long? ChangedAt { get; init; }

    /// <summary>When it may be deleted (UTC ticks); null for never.</summary>
    public long? KeepUntil { get; init; }

    /// <summary>See <see cref="Collection{T}.SchemaVersion"/>; 1 of one that an older release wrote.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Which write this is: random, and with no other.</summary>
    public long WriteId { get; init; }

    /// <summary>UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>Which write a stored document comes from.</summary>
/// <param name="Version">Its version.</param>
/// <param name="WriteId">That write; null of an older release's.</param>
internal readonly record struct Stamp(long Version, long? WriteId);

/// <summary>How a store answered a write.</summary>
internal enum WriteAnswer
{
    /// <summary>It is stored.</summary>
    Done,

    /// <summary>The id is taken, or the version is another: nothing is stored.</summary>
    Lost,

    /// <summary>Another document has its unique key: nothing is stored.</summary>
    KeyTaken,
}
