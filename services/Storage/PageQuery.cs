namespace Wan.Storage;

/// <summary>Which documents to show.</summary>
public sealed record PageQuery
{
    /// <summary>At most so many a page, 1 to 1,000.</summary>
    public required int Limit { get; init; }

    /// <summary>Where the last page ended (<see cref="DocumentPage{T}.Next"/>); null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>Only documents of this status; null for all.</summary>
    public string? Status { get; init; }

    /// <summary>Only documents of this tenant; null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only documents with this key; null for all. Not together with a status or a tenant.</summary>
    public string? LookupKey { get; init; }

    /// <summary>Only documents that were made at this time or later; null for all. Not together with a lookup key.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Only documents that were made before this time; null for all. Not together with a lookup key.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Which query of the collection it is.</summary>
    internal DocumentQueries Query => this switch
    {
        { LookupKey: not null } => DocumentQueries.LookupKey,
        { Tenant: not null, Status: not null } => DocumentQueries.TenantStatus,
        { Tenant: not null } => DocumentQueries.Tenant,
        { Status: not null } => DocumentQueries.Status,
        _ => DocumentQueries.Created,
    };

    /// <summary>Before which document the page begins: where the last one ended or at <see cref="CreatedBefore"/>, whichever is earlier; null for the newest.</summary>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    internal PageCursor? Start
    {
        get
        {
            var cursor = PageCursor.Read(Cursor);

            // No id is before the empty one: it stands before all documents of that instant.
            return CreatedBefore is { } before && !(cursor?.CreatedAt < before.UtcTicks) ? new PageCursor(before.UtcTicks, "") : cursor;
        }
    }

    /// <summary>For implementations: refuses what makes no sense.</summary>
    /// <exception cref="ArgumentException">The limit is out of range, or a lookup key stands beside a status, a tenant or a time.</exception>
    public void Check()
    {
        if (LookupKey is not null && ((Status ?? Tenant) is not null || (CreatedAfter ?? CreatedBefore) is not null))
            throw new ArgumentException("Documents are found by a lookup key alone: leave out the status, the tenant and the times.", nameof(LookupKey));
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, 1_000);
    }
}

/// <summary>A page of documents, newest first.</summary>
/// <param name="Items">The documents.</param>
/// <param name="Next">Cursor of the next page; null if this was the last.</param>
public sealed record DocumentPage<T>(IReadOnlyList<T> Items, string? Next);
