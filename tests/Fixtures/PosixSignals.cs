using System.Runtime.InteropServices;

namespace Wan.Fixtures;

/// <summary>Signals that <see cref="System.Diagnostics.Process"/> can't send.</summary>
internal static class PosixSignals
{
    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>Asks a process to end (SIGTERM). One that has ended already is no error.</summary>
    public static void SendTerminate(int processId) => _ = Send(processId, Terminate);

    /// <summary>Ends a process at once (SIGKILL). One that has ended already is no error.</summary>
    public static void SendKill(int processId) => _ = Send(processId, Kill);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
