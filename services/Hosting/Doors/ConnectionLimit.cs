using System.Globalization;

namespace Wan.Hosting.Doors;

/// <summary>How many connections a process can have without lack of files, of which each takes one.</summary>
public static class ConnectionLimit
{
    // https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html; the runtime has raised the soft limit to the hard one at its start.
    private const string Limits = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>As many as are wanted, but at most half of the files that this process may have open.</summary>
    public static int Of(int wanted) => Of(wanted, File.Exists(Limits) ? File.ReadLines(Limits) : []);

    /// <summary>The same by the rows of such a file.</summary>
    internal static int Of(int wanted, IEnumerable<string> limits) =>
        limits.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal)) is { } row
        && int.TryParse(row[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture, out var files) // Else it is "unlimited".
            ? Math.Clamp(files / 2, 1, wanted)
            : wanted;
}
