namespace Wan.Storage;

/// <summary>What to claim.</summary>
public sealed record DueClaim
{
    /// <summary>Documents whose due time is at or before this are due.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How long the claim holds: due again at <see cref="Now"/> plus this if the claimant writes nothing.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>At most so many, 1 to 10,000.</summary>
    public required int Limit { get; init; }

    /// <summary>Only this group; null for all groups.</summary>
    public string? Group { get; init; }

    /// <summary>Which of the due ones first.</summary>
    public ClaimOrder Order { get; init; }

    /// <summary>
    /// True: every unfinished document is taken as due. For the start of the only process on its data, when
    /// whoever held a claim before is known to be dead.
    /// </summary>
    public bool IgnoreDueTime { get; init; }
}

/// <summary>Which due documents are claimed first.</summary>
public enum ClaimOrder
{
    /// <summary>The one that has been due longest.</summary>
    OldestDue,

    /// <summary>The one with the lowest <see cref="IDocument.Rank"/>; only within a group.</summary>
    LowestRank,
}
