using System.Globalization;

namespace Wan.Fixtures;

/// <summary>A process whose clock is wrong, by libfaketime (Debian's package <c>faketime</c>). Only its wall clock: waits last as long as ever.</summary>
public static class WrongClock
{
    private static readonly Lazy<string?> Library = new(Find);

    /// <summary>Whether libfaketime is installed.</summary>
    public static bool IsPossible => Library.Value is not null;

    /// <summary>Adds what makes the clock wrong to the environment of a process.</summary>
    internal static void AddTo(IDictionary<string, string?> environment, TimeSpan offset)
    {
        environment["LD_PRELOAD"] = Library.Value ?? throw new InvalidOperationException("A wrong clock needs libfaketime: apt-get install faketime.");
        environment["FAKETIME"] = offset.TotalSeconds.ToString("+0.###;-0.###;+0", CultureInfo.InvariantCulture);
        environment["DONT_FAKE_MONOTONIC"] = "1";
        environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"; // Both names are in use.
        environment["FAKETIME_FORCE_MONOTONIC_FIX"] = "0"; // It makes timed waits of .NET, which are by the monotonic clock, return at once, for ever.
        environment["NO_FAKE_STAT"] = "1";
    }

    // The folder is named for the machine, such as /usr/lib/x86_64-linux-gnu/faketime.
    private static string? Find() => Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;
}
