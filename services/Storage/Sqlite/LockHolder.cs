using System.Globalization;

namespace Wan.Storage.Sqlite;

/// <summary>
/// Who has a file's write lock, from what Linux tells of locks and processes. The lock is the byte 120 of the file's <c>-shm</c>
/// (https://sqlite.org/walformat.html, "WAL Locks"), which must never be opened to look: closing it would drop the locks of this process.
/// </summary>
internal static class LockHolder
{
    private const long WriteLock = 120;

    /// <summary>Says who has it, whether that process is stopped, and what to do.</summary>
    /// <param name="file">The database's path; this process has it open.</param>
    public static string Describe(string file)
    {
        try
        {
            return InodeOf(file + "-shm") is { } inode && Find(File.ReadLines("/proc/locks"), inode) is { } process && process != Environment.ProcessId
                ? Describe(process)
                : Unknown;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    /// <summary>The process that has the lock by the lines of <c>/proc/locks</c>; null if none is shown, as of another container.</summary>
    internal static int? Find(IEnumerable<string> locks, long inode)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{inode}");
        foreach (var line in locks)
        {
            // Such as "7: POSIX  ADVISORY  WRITE 4711 fe:01:131090 120 120"; one that waits has an arrow after its number.
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is [_, "POSIX", _, "WRITE", var process, var place, var from, var to]
                && place.EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(from, CultureInfo.InvariantCulture, out var first) && first <= WriteLock
                && (!long.TryParse(to, CultureInfo.InvariantCulture, out var last) || last >= WriteLock)
                && int.TryParse(process, CultureInfo.InvariantCulture, out var id)
                && id > 0)
            {
                return id;
            }
        }

        return null;
    }

    private const string Unknown =
        "Another process holds it, which can't be told from here (of another container, perhaps): look for a stopped process or a tool that keeps it open; it goes on by itself once that process does or ends.";

    private static string Describe(int process)
    {
        var id = process.ToString(CultureInfo.InvariantCulture);
        var status = File.ReadAllText($"/proc/{id}/stat");
        var name = NameOf(id, status);
        return StateOf(status) is 'T' or 't'
            ? $"Process {id} ({name}) holds it and is stopped (SIGSTOP or a debugger): let it go on (kill -CONT {id}) or end it (kill -KILL {id}); nothing is lost by either."
            : $"Process {id} ({name}) holds it: see what it is doing; if it is stuck, end it (kill -KILL {id}): nothing is lost by that.";
    }

    // The state stands behind the name, which is in brackets and may hold anything.
    private static char StateOf(string status) => status[status.LastIndexOf(')') + 2];

    // Of "dotnet /app/Wan.Submitter.dll ..." the file tells more than the program; further arguments are nobody's business.
    private static string NameOf(string process, string status)
    {
        var arguments = File.ReadAllText($"/proc/{process}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return arguments.FirstOrDefault(argument => argument.EndsWith(".dll", StringComparison.Ordinal)) is { } assembly
            ? Path.GetFileNameWithoutExtension(assembly)
            : status[(status.IndexOf('(') + 1)..status.LastIndexOf(')')];
    }

    // .NET tells no inode; the kernel does, of what this process has open. https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html
    private static long? InodeOf(string path)
    {
        // By name where the folder is reached through a link.
        var open = new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos()
            .Where(descriptor => Path.GetFileName(descriptor.LinkTarget) == Path.GetFileName(path))
            .OrderByDescending(descriptor => descriptor.LinkTarget == path);
        foreach (var descriptor in open)
        {
            foreach (var line in File.ReadLines($"/proc/self/fdinfo/{descriptor.Name}"))
            {
                if (line.StartsWith("ino:", StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(4).Trim(), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
