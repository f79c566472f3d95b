namespace Wan.Fixtures;

/// <summary>A clock whose timers go off a hundred times too soon.</summary>
public sealed class FastClock : TimeProvider
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime / 100, period);
}
