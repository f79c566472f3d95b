namespace Wan.Intake;

/// <summary>That a video is no longer kept; its proof is.</summary>
internal sealed record VideoDeletion
{
    /// <summary>When Archiver deleted it, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which rule has ended its time, or who asked for it, a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>When the video was archived that was deleted, UTC: one that was archived later is there.</summary>
    public required DateTimeOffset ArchivedAt { get; init; }
}
