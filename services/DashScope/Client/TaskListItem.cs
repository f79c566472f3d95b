namespace Wan.DashScope.Client;

/// <summary>A task as the vendor's list shows it: no result URL and no error text.</summary>
public sealed record TaskListItem
{
    /// <summary>The vendor's id.</summary>
    public required string TaskId { get; init; }

    /// <summary>Where it stands.</summary>
    public required DashScopeTaskStatus Status { get; init; }

    /// <summary>The vendor's own word for <see cref="Status"/>.</summary>
    public required string StatusWord { get; init; }

    /// <summary>Its model.</summary>
    public string? Model { get; init; }

    /// <summary>The <c>request_id</c> that the answer to its submit had.</summary>
    public string? RequestId { get; init; }

    /// <summary>When it was submitted (<c>gmt_create</c>).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
