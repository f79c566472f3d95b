namespace Wan.Storage.Files;

/// <summary>How much room a disk has.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes that are free on the disk of a folder, or of the nearest one above it that is there; null if that can't be told.</summary>
    public static long? FreeBytes(string folder)
    {
        try
        {
            var there = new DirectoryInfo(folder);
            while (!there.Exists && there.Parent is { } parent)
                there = parent;
            return new DriveInfo(there.FullName).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
