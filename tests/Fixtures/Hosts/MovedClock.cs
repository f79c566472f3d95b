namespace Wan.Fixtures.Hosts;

/// <summary>A clock that tests move on; what waits for a while waits for the system's time.</summary>
public sealed class MovedClock : TimeProvider
{
    private long ticks;

    /// <summary>How far it is ahead of the system's.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

    /// <summary>Puts it on.</summary>
    public void Move(TimeSpan on) => Interlocked.Add(ref ticks, on.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
