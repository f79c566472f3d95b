using Wan.Storage;

namespace Wan.Poller.Budgets;

/// <summary>
/// The query budget of one account, shared by all replicas: what each has under way and what was spent within the last
/// second. All times are Unix milliseconds.
/// </summary>
internal sealed class Budget : IDocument
{
    /// <summary>The account's name.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Who wrote it last: host and process id.</summary>
    public string? WrittenBy { get; set; }

    /// <summary>Queries under way, by replica.</summary>
    public Dictionary<string, ReplicaShare> Replicas { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Queries that ended within the last second, oldest first.</summary>
    public List<SpentQueries> Spent { get; init; } = [];

    /// <summary>Until when lists and looks have used up their even pace.</summary>
    public double PacedUntil { get; set; }

    /// <summary>No query before this; 0 if nothing is in the way.</summary>
    public long BlockedUntil { get; set; }

    /// <summary>Why not; null if nothing is in the way.</summary>
    public string? BlockedBecause { get; set; }

    /// <summary>Share of the rate that is left after the vendor refused a query as one too many.</summary>
    public double Lowered { get; set; } = 1;

    /// <summary>When the vendor last did so.</summary>
    public long LoweredAt { get; set; }

    /// <summary>Queries that failed since the last one that didn't.</summary>
    public int Failures { get; set; }

    /// <summary>Queries that were ever taken.</summary>
    public long Taken { get; set; }

    /// <summary>How often the vendor ever refused a query as one too many.</summary>
    public long Throttles { get; set; }

    /// <summary>One to reckon with that is not written.</summary>
    public Budget Copy() => new()
    {
        Id = Id,
        CreatedAt = CreatedAt,
        Replicas = new(Replicas, Replicas.Comparer),
        Spent = [.. Spent],
        PacedUntil = PacedUntil,
        BlockedUntil = BlockedUntil,
        BlockedBecause = BlockedBecause,
        Lowered = Lowered,
        LoweredAt = LoweredAt,
        Failures = Failures,
        Taken = Taken,
        Throttles = Throttles,
    };
}

/// <summary>What one replica has under way, and how many tasks it watches.</summary>
internal sealed record ReplicaShare(int UnderWay, long At, int Held = 0);

/// <summary>Queries that ended at one time.</summary>
internal sealed record SpentQueries(long At, int Count);
