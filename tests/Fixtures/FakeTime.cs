using System.Globalization;

namespace Wan.Fixtures;

/// <summary>Gives a process a clock that is off, by Debian's <c>faketime</c> (https://github.com/wolfcw/libfaketime). Its timers run as usual.</summary>
public static class FakeTime
{
    /// <summary>Settings for a process whose clock is ahead by so much, or behind by a negative time.</summary>
    /// <exception cref="FileNotFoundException">The library is not installed.</exception>
    public static Dictionary<string, string> Ahead(TimeSpan offset) => new()
    {
        ["LD_PRELOAD"] = Library(),
        ["FAKETIME"] = offset.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture),
        ["DONT_FAKE_MONOTONIC"] = "1",
    };

    // For programs with several threads, wherever this machine's architecture has it.
    private static string Library() => Directory.Exists("/usr/lib")
        && Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault() is { } found
        ? found
        : throw new FileNotFoundException("libfaketimeMT.so.1 is not installed: apt-get install faketime");
}
