namespace Wan.Intake.Ends;

/// <summary>How a task ended at the vendor: what its trace and the metrics show of it. All times are the vendor's, but for <see cref="SeenAt"/>.</summary>
internal sealed record VendorEnd
{
    /// <summary>The vendor's <c>submit_time</c>.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The vendor's <c>scheduled_time</c>; null if it never ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The vendor's <c>end_time</c>.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When we knew.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>How often it was asked for by its id.</summary>
    public int? Polls { get; init; }
}
