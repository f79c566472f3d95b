namespace Wan.Simulator.Tests;

/// <summary>A clock that stands still until it is told how far to go.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 4, 2, 14, 53, 19, 537, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(double seconds) => now += TimeSpan.FromSeconds(seconds);
}
