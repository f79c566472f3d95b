using System.Diagnostics.Tracing;
using System.Globalization;
using Wan.Fixtures;

/// <summary>
/// Loaded into a service under test by <c>DOTNET_STARTUP_HOOKS</c>. Sends it SIGKILL in the very call that logs the step, so that nothing of
/// what comes next has been done.
/// </summary>
internal static class StartupHook
{
    private static StepListener? listener;

    public static void Initialize() => listener = new StepListener(
        Environment.GetEnvironmentVariable(StepOfDeath.StepVariable)!,
        int.Parse(Environment.GetEnvironmentVariable(StepOfDeath.OccurrenceVariable)!, CultureInfo.InvariantCulture));

    private sealed class StepListener : EventListener
    {
        private readonly string step;
        private int left;

        public StepListener(string step, int occurrence)
        {
            (this.step, left) = (step, occurrence);
            EventSourceCreated += (_, created) => Listen(created.EventSource);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            // A log message carries the name of its event as the fifth value; the HTTP client's events are named themselves.
            var name = eventData.EventSource.Name == Logs ? eventData.Payload?[4] as string : eventData.EventName;
            if (name == step && Interlocked.Decrement(ref left) == 0)
            {
                PosixSignals.SendKill(Environment.ProcessId);
            }
        }

        private const string Logs = "Microsoft-Extensions-Logging";

        private void Listen(EventSource? source)
        {
            if (source?.Name == Logs)
            {
                const EventKeywords formattedMessage = (EventKeywords)4;
                EnableEvents(source, EventLevel.Verbose, formattedMessage);
            }
            else if (source?.Name == "System.Net.Http")
            {
                EnableEvents(source, EventLevel.Informational);
            }
        }
    }
}
