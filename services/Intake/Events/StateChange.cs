namespace Wan.Intake.Events;

/// <summary>A generation came into a state.</summary>
internal sealed record StateChange
{
    /// <summary>Which of its generation's changes it is, from 1 on without a gap.</summary>
    public required int Number { get; init; }

    /// <summary>When (UTC), by the clock of whoever saved it; later than the one before.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The state, as every door spells it.</summary>
    public required string Status { get; init; }
}
