using Wan.Contracts;
using Wan.DashScope.Accounts;

namespace Wan.DashScope.Client;

/// <summary>A task as the vendor's query shows it.</summary>
public sealed record DashScopeTask
{
    /// <summary>The vendor's id.</summary>
    public required string TaskId { get; init; }

    /// <summary>Where it stands.</summary>
    public required DashScopeTaskStatus Status { get; init; }

    /// <summary>The vendor's own word for <see cref="Status"/>.</summary>
    public required string StatusWord { get; init; }

    /// <summary><c>submit_time</c>.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary><c>scheduled_time</c>: when it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary><c>end_time</c>.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><c>orig_prompt</c>: the prompt as it was sent; only of a succeeded task.</summary>
    public string? Prompt { get; init; }

    /// <summary>
    /// The signed result URL, which dies 24 hours after the end. A secret: seal it (<see cref="ResultUrlSeal"/>) before it travels.
    /// </summary>
    public Uri? VideoUrl { get; init; }

    /// <summary>What is billed; only of a succeeded task.</summary>
    public VideoUsage? Usage { get; init; }

    /// <summary>Why it failed: the vendor's code and sentence; only of a failed task.</summary>
    public DashScopeError? Error { get; init; }

    /// <summary>The vendor's id of the query.</summary>
    public string? RequestId { get; init; }

    /// <summary>Without the result URL, so that a task may be logged.</summary>
    public override string ToString() => $"{TaskId} {StatusWord}";
}
