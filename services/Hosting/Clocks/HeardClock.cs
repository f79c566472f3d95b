namespace Wan.Hosting.Clocks;

/// <summary>What was last heard of one other clock.</summary>
/// <param name="Source">What kind of clock.</param>
/// <param name="Name">Whose: a host's name, or a process.</param>
/// <param name="Latest">The last comparison.</param>
/// <param name="Previous">The one before; null if there was none.</param>
internal sealed record HeardClock(ClockSource Source, string Name, ClockReading Latest, ClockReading? Previous)
{
    /// <summary>
    /// Whether it contradicts ours. One that did not a moment ago must say so twice: one of many servers may be off, or its answer stale. A
    /// process may freeze between reading its clock and showing it, and so is never taken at its first word.
    /// </summary>
    public bool Contradicts(TimeSpan allowed) =>
        Latest.IsBeyond(allowed) && (Previous is { } previous ? previous.IsBeyond(allowed) : Source != ClockSource.Peer);
}
