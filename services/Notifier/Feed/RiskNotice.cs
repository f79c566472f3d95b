using Wan.Storage;

namespace Wan.Notifier.Feed;

/// <summary>A video is at risk, and that is not told yet. No document of Intake says so, so that it is kept here until its deliveries are stored.</summary>
internal sealed class RiskNotice : IDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public required string GenerationId { get; init; }

    public required DateTimeOffset UrlExpiresAt { get; init; }

    public string? Reason { get; init; }
}
