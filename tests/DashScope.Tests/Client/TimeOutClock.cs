namespace Wan.DashScope.Tests;

/// <summary>A clock whose timers go off when the test says so.</summary>
internal sealed class TimeOutClock : TimeProvider
{
    private TimerCallback? callback;
    private object? state;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (this.callback, this.state) = (callback, state);
        return new Stopped();
    }

    public void RunOut() => callback!(state);

    private sealed class Stopped : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
