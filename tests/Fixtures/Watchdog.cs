using System.Diagnostics;
using System.Globalization;

namespace Wan.Fixtures;

/// <summary>
/// Ends the processes that a test run has started when the run itself is killed. A shell holds the list; it reads from us, and our
/// end, however it comes, closes its input.
/// </summary>
internal static class Watchdog
{
    private const string Script = "declare -A guarded=(); while read -r what pid; do if [ $what = add ]; then guarded[$pid]=1; else unset \"guarded[$pid]\"; fi; done; kill -KILL ${!guarded[@]} 2>/dev/null";

    private static readonly Lock Gate = new();
    private static Process? shell;

    /// <summary>This process must not outlive us.</summary>
    public static void Add(int processId) => Tell("add", processId);

    /// <summary>This process has ended; its id may be another's soon.</summary>
    public static void Remove(int processId) => Tell("remove", processId);

    private static void Tell(string what, int processId)
    {
        lock (Gate)
        {
            shell ??= Process.Start(new ProcessStartInfo("bash", ["-c", Script]) { RedirectStandardInput = true })!;
            shell.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {processId}"));
            shell.StandardInput.Flush();
        }
    }
}
