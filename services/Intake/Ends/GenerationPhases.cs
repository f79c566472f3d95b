namespace Wan.Intake.Ends;

/// <summary>The phases of a generation that has ended, each from when to when; null for one that it never came to.</summary>
/// <param name="Waiting">From the request to the answer to the POST that made its task, or to its end without one.</param>
/// <param name="Queued">At the vendor, by the vendor's times.</param>
/// <param name="Rendering">At the vendor, by the vendor's times.</param>
/// <param name="Archiving">From our knowing of the result to its being stored, or given up.</param>
/// <param name="DetectionDelay">From the task's end at the vendor to our knowing of it; null if the vendor did not say when that was.</param>
internal sealed record GenerationPhases(Phase Waiting, Phase? Queued, Phase? Rendering, Phase? Archiving, TimeSpan? DetectionDelay)
{
    public static GenerationPhases Of(Generation generation)
    {
        var (end, ended) = (generation.VendorEnd, generation.UpdatedAt);
        var submitted = end?.SubmittedAt ?? generation.SubmittedAt;
        var started = end?.StartedAt ?? generation.StartedAt;
        var over = end?.EndedAt ?? end?.SeenAt;
        return new GenerationPhases(
            new Phase(generation.CreatedAt, generation.SubmittedAt ?? ended),
            submitted is { } queued && (started ?? over) is { } dequeued ? new Phase(queued, dequeued) : null,
            started is { } from && over is { } to ? new Phase(from, to) : null,
            generation.SealedVideoUrl is not null && end is not null ? new Phase(end.SeenAt, generation.Video?.ArchivedAt ?? ended) : null,
            end is { EndedAt: { } at } ? Later(end.SeenAt - at, TimeSpan.Zero) : null);
    }

    // Two clocks: one that is ahead makes no delay that can't be.
    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>From when to when.</summary>
internal readonly record struct Phase(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>How long; never less than nothing.</summary>
    public TimeSpan Length => To > From ? To - From : TimeSpan.Zero;
}
