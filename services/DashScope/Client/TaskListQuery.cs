namespace Wan.DashScope.Client;

/// <summary>Which tasks to list. The vendor lists all tasks of the main account, whichever key made them.</summary>
public sealed record TaskListQuery
{
    /// <summary>Only of this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only submitted from here on. The window is at most 24 hours; without both ends it is the last 24 hours.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only submitted up to here.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only in this state.</summary>
    public DashScopeTaskStatus? Status { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Tasks per page; the vendor's default.</summary>
    public int PageSize { get; init; } = 10;
}
