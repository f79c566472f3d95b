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
    /// whoever held a claim before is known to be dead. Repeated with the same <see cref="Now"/> and <see cref="Lease"/> it goes on to
    /// those that it has not claimed yet, until none is left.
    /// </summary>
    public bool IgnoreDueTime { get; init; }

    /// <summary>Which query of the collection it is.</summary>
    internal DocumentQueries Query => this switch
    {
        { Group: null } => DocumentQueries.Due,
        { Order: ClaimOrder.LowestRank } => DocumentQueries.GroupRank,
        _ => DocumentQueries.GroupDue,
    };

    /// <summary>For implementations: refuses what makes no sense.</summary>
    /// <exception cref="ArgumentException">The limit or the lease is out of range, or a rank is asked for without a group.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Lease, TimeSpan.Zero);
        if (Order == ClaimOrder.LowestRank && Group is null)
            throw new ArgumentException("Ranks order the documents of one group: name the group.", nameof(Group));
    }
}

/// <summary>Which due documents are claimed first.</summary>
public enum ClaimOrder
{
    /// <summary>The one that has been due longest.</summary>
    OldestDue,

    /// <summary>The one with the lowest <see cref="IDocument.Rank"/>; only within a group.</summary>
    LowestRank,
}
