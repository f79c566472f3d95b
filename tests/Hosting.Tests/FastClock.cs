namespace Wan.Hosting.Tests;

/// <summary>A clock whose timers go off a hundred times too soon.</summary>
internal sealed class FastClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime / 100, period);
}
