namespace Wan.Soak;

/// <summary>What is done one after the other, without an end; the lanes of a plan go on at the same time.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Steps">What to do, and how long to wait before.</param>
internal sealed record Lane(string Name, IEnumerable<(TimeSpan Pause, IChaos Chaos)> Steps);
