namespace Wan.Poller.Timing;

/// <summary>What is known of the times of one kind of task (model, resolution, duration, sound).</summary>
/// <param name="Queue">Seconds from submit to start.</param>
/// <param name="Render">Seconds from start to end.</param>
internal sealed record TaskTimes(DurationCurve Queue, DurationCurve Render)
{
    /// <summary>
    /// What a second of not knowing its end matters: 1, and more for short tasks, of whose slot it is a larger part.
    /// </summary>
    public double Worth { get; } = Math.Clamp(Math.Pow(LookPrices.ShortSeconds / Render.Median, 2), 1, LookPrices.MostWorth);
}
