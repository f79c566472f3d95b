using Wan.Contracts;

namespace Wan.Poller;

/// <summary>How a task ended, as it is told to everyone who asks.</summary>
internal sealed record WatchEnd
{
    public required WatchEndKind Kind { get; init; }

    /// <summary>When we learned of it.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The vendor's times, where it told them.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The result URL, sealed; only of a rendered task.</summary>
    public string? SealedVideoUrl { get; init; }

    public DateTimeOffset? UrlExpiresAt { get; init; }

    public VideoUsage? Usage { get; init; }

    /// <summary>Fingerprint of the prompt that the vendor made it of; null if it did not tell that.</summary>
    public string? PromptSha256 { get; init; }

    /// <summary>Why there is no video; null for a rendered task.</summary>
    public GenerationError? Error { get; init; }

    /// <summary>The vendor's id of the query that said so.</summary>
    public string? VendorRequestId { get; init; }
}

/// <summary>The ways in which a task ends. The names of those without a video are the reasons in <see cref="RenderingFailed"/>.</summary>
internal enum WatchEndKind
{
    Rendered,
    Failed,
    Cancelled,
    Expired,
}
