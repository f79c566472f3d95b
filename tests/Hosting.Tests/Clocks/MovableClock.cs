namespace Wan.Hosting.Tests.Clocks;

/// <summary>A clock that can be put on or back, as time synchronisation does; its monotonic time stays the machine's.</summary>
internal sealed class MovableClock : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
