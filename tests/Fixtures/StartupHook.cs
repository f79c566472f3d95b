using System.Diagnostics.Tracing;
using System.Globalization;
using Wan.Fixtures;

/// <summary>
/// Loaded into a service under test by <c>DOTNET_STARTUP_HOOKS</c>. Sends it a signal in the very call that tells the checkpoint, so that
/// nothing of what comes next has been done.
/// </summary>
internal static class StartupHook
{
    private static CheckpointListener? listener;

    public static void Initialize() => listener = new CheckpointListener(
        Environment.GetEnvironmentVariable(CheckpointSignal.CheckpointVariable)!,
        int.Parse(Environment.GetEnvironmentVariable(CheckpointSignal.OccurrenceVariable)!, CultureInfo.InvariantCulture),
        bool.Parse(Environment.GetEnvironmentVariable(CheckpointSignal.FreezesVariable)!));

    private sealed class CheckpointListener : EventListener
    {
        private const string Checkpoints = "Wan-Checkpoints";

        private readonly string checkpoint;
        private readonly bool freezes;
        private int left;

        public CheckpointListener(string checkpoint, int occurrence, bool freezes)
        {
            (this.checkpoint, left, this.freezes) = (checkpoint, occurrence, freezes);
            EventSourceCreated += (_, created) => Listen(created.EventSource);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            // A checkpoint's name is the first value of its event; the HTTP client's events are named themselves.
            var name = eventData.EventSource.Name == Checkpoints ? eventData.Payload?[0] as string : eventData.EventName;
            if (name != checkpoint || Interlocked.Decrement(ref left) != 0)
                return;
            if (freezes)
                PosixSignals.StopHere();
            else
                PosixSignals.SendKill(Environment.ProcessId);
        }

        private void Listen(EventSource? source)
        {
            if (source?.Name is Checkpoints or "System.Net.Http" or "Wan-Storage")
                EnableEvents(source, EventLevel.Informational);
        }
    }
}
