namespace Wan.Archiver.Download;

/// <summary>Tells a full disk from other faults.</summary>
internal static class DiskFull
{
    // ENOSPC, EDQUOT, and Windows' ERROR_DISK_FULL.
    public static bool Is(Exception exception) => exception is IOException { HResult: 28 or 122 or unchecked((int)0x80070070) };
}
