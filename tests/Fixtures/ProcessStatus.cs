using System.Globalization;

namespace Wan.Fixtures;

/// <summary>What the system tells of a process below <c>/proc</c>.</summary>
internal static class ProcessStatus
{
    /// <summary>Whether it is stopped by a signal.</summary>
    public static bool IsFrozen(int processId)
    {
        // The state stands behind the name, which is in brackets and may hold anything.
        var status = File.ReadAllText($"/proc/{processId}/stat");
        return status[status.LastIndexOf(')') + 2] == 'T';
    }

    /// <summary>Bytes that it has caused to be written to disks, in megabytes of 1,000,000 bytes.</summary>
    public static double WrittenMegabytes(int processId) => Io(processId, "write_bytes:") / 1e6;

    /// <summary>How often it has called the system to write to a file or a pipe; sockets have calls of their own.</summary>
    public static long WriteCalls(int processId) => Io(processId, "syscw:");

    /// <summary>An amount of memory, such as <c>VmRSS:</c>, in megabytes of 1,000,000 bytes.</summary>
    public static double Megabytes(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>The environment of a process that has this in it, such as <c>PORT=1</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IReadOnlyList<string> EnvironmentOf(string setting) => EnvironmentIn(ProcessesWith(setting).First());

    /// <summary>The ids of the processes that have this in their environment, such as <c>PORT=1</c>.</summary>
    public static IEnumerable<int> ProcessesWith(string setting) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var processId) ? processId : 0)
        .Where(processId => processId != 0 && EnvironmentIn(processId).Contains(setting));

    private static long Io(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/io").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string[] EnvironmentIn(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // It has ended, or is somebody else's.
        }
    }
}
