namespace Wan.Poller.Timing;

/// <summary>What is known of the times of one kind of task (model, resolution, duration, sound).</summary>
/// <param name="Queue">Seconds from submit to start.</param>
/// <param name="Render">Seconds from start to end.</param>
internal sealed record TaskTimes(DurationCurve Queue, DurationCurve Render)
{
    // Below this a task is short; the vendor's usual ones are longer.
    private const double ShortSeconds = 60;

    private const double Most = 100;

    /// <summary>
    /// What a second of not knowing its end matters: 1, and more for short tasks, of whose slot it is a larger part.
    /// </summary>
    public double Worth { get; } = Math.Clamp(Math.Pow(ShortSeconds / Render.Median, 2), 1, Most);
}
