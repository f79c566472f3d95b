using System.Runtime.InteropServices;

namespace Wan.Fixtures;

/// <summary>Signals that <see cref="System.Diagnostics.Process"/> can't send.</summary>
public static class PosixSignals
{
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    /// <summary>Asks a process to end (SIGTERM). One that has ended already is no error.</summary>
    public static void SendTerminate(int processId) => _ = Send(processId, Terminate);

    /// <summary>Ends a process at once (SIGKILL). One that has ended already is no error.</summary>
    public static void SendKill(int processId) => _ = Send(processId, Kill);

    /// <summary>Stops a process until it is continued (SIGSTOP), as a pause of its virtual machine would.</summary>
    public static void SendStop(int processId) => _ = Send(processId, Stop);

    /// <summary>
    /// Stops this process (SIGSTOP) before this thread does anything more: a signal to the whole process may reach another thread first, while this
    /// one goes on for some milliseconds.
    /// </summary>
    public static void StopHere() => _ = Raise(Stop);

    /// <summary>Lets a stopped process go on (SIGCONT).</summary>
    public static void SendContinue(int processId) => _ = Send(processId, Continue);

    [DllImport("libc", EntryPoint = "raise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Raise(int signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
