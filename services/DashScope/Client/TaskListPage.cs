namespace Wan.DashScope.Client;

/// <summary>One page of the vendor's task list.</summary>
public sealed record TaskListPage
{
    /// <summary>The tasks of this page.</summary>
    public required IReadOnlyList<TaskListItem> Items { get; init; }

    /// <summary>Tasks on all pages; null if the vendor did not say.</summary>
    public int? Total { get; init; }

    /// <summary>Number of pages; null if the vendor did not say.</summary>
    public int? TotalPages { get; init; }

    /// <summary>The vendor's id of the call.</summary>
    public string? RequestId { get; init; }
}
