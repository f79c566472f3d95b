namespace Wan.Poller.Timing;

/// <summary>The last that is known of a task for certain: at <paramref name="At"/> it had not ended.</summary>
/// <param name="Running">Whether it had started; else it waited.</param>
/// <param name="Since">When it started, or was submitted if it waits.</param>
/// <param name="At">When it was seen so.</param>
internal readonly record struct Sighting(bool Running, DateTimeOffset Since, DateTimeOffset At);
