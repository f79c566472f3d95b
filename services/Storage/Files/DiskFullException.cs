namespace Wan.Storage.Files;

/// <summary>The disk takes no more: there is no room, or a quota is used up.</summary>
/// <param name="message">Which disk, and what to do.</param>
/// <param name="innerException">Its cause.</param>
public sealed class DiskFullException(string message, Exception? innerException = null) : StorageException(message, innerException)
{
    // ENOSPC, EDQUOT, and Windows' ERROR_DISK_FULL.
    /// <summary>Whether that is what a failed write says.</summary>
    public static bool Is(Exception exception) => exception is IOException { HResult: 28 or 122 or unchecked((int)0x80070070) };
}
