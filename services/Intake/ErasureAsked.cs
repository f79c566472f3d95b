namespace Wan.Intake;

/// <summary>That all that is kept of a generation is to be deleted.</summary>
internal sealed record ErasureAsked
{
    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked for it, a sentence.</summary>
    public required string Reason { get; init; }
}
