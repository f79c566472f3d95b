namespace Wan.Hosting.Clocks;

/// <summary>How far our clock is ahead of another one, as far as one comparison tells; negative if it is behind.</summary>
/// <param name="Least">At least.</param>
/// <param name="Most">At most.</param>
internal readonly record struct ClockReading(TimeSpan Least, TimeSpan Most)
{
    // A quartz drifts less by a hundred times, and a clock that is being put right slowly half as much.
    private const double Drift = 0.001;

    /// <summary>The middle of what is possible.</summary>
    public TimeSpan Middle => (Least + Most) / 2;

    /// <summary>The other clock showed a time while we asked for it.</summary>
    /// <param name="shown">The time.</param>
    /// <param name="grain">How coarse it is: it was that or up to so much later.</param>
    /// <param name="receivedAt">When we had the answer, by our clock.</param>
    /// <param name="took">How long that took.</param>
    public static ClockReading FromAnswer(DateTimeOffset shown, TimeSpan grain, DateTimeOffset receivedAt, TimeSpan took) =>
        new(receivedAt - took - shown - grain, receivedAt - shown);

    /// <summary>Whether our clock is off by more than this for certain.</summary>
    public bool IsBeyond(TimeSpan allowed) => Least > allowed || Most < -allowed;

    /// <summary>The same some time later.</summary>
    /// <param name="age">How much later.</param>
    /// <param name="stepped">By how much our clock was put on meanwhile, beyond the time that passed.</param>
    public ClockReading Later(TimeSpan age, TimeSpan stepped) => new(Least + stepped - (age * Drift), Most + stepped + (age * Drift));
}
