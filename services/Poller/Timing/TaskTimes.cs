namespace Wan.Poller.Timing;

/// <summary>What is known of the times of one kind of task (model, resolution, duration, sound).</summary>
/// <param name="Queue">Seconds from submit to start.</param>
/// <param name="Render">Seconds from start to end.</param>
internal sealed record TaskTimes(DurationCurve Queue, DurationCurve Render);
