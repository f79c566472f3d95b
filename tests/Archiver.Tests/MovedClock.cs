namespace Wan.Archiver.Tests;

/// <summary>A clock that tests move on; what waits for a while waits for the system's time.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long ticks;

    /// <summary>How far it is ahead of the system's.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

    public void Move(TimeSpan on) => Interlocked.Add(ref ticks, on.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
