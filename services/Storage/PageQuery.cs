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

    /// <summary>For implementations: refuses a limit that is out of range.</summary>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, 1_000);
    }
}

/// <summary>A page of documents, newest first.</summary>
/// <param name="Items">The documents.</param>
/// <param name="Next">Cursor of the next page; null if this was the last.</param>
public sealed record DocumentPage<T>(IReadOnlyList<T> Items, string? Next);
