using System.Runtime.InteropServices;

namespace Wan.Hosting;

/// <summary>What this process writes holds requests, videos and addresses that are as good as keys: it is for the process's own user only.</summary>
public static partial class PrivateFiles
{
    // Nothing for the group and for others: https://man7.org/linux/man-pages/man2/umask.2.html.
    private const uint OwnerOnly = 0b000_111_111;

    /// <summary>From now on nobody else can read or write the files and folders that this process makes. Those that are there stay as they are.</summary>
    public static void Use()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(OwnerOnly);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
