namespace Wan.Standalone.Backups;

/// <summary>Makes folders and copies, with sentences where that can't be done.</summary>
internal static class Folders
{
    /// <summary>Makes a folder, or takes one that is empty.</summary>
    /// <exception cref="BackupException">There is something in it, or it can't be made.</exception>
    public static void MakeEmpty(string folder, string instead)
    {
        try
        {
            if (Directory.CreateDirectory(folder).EnumerateFileSystemInfos().Any())
                throw new BackupException($"{folder} is not empty. Name {instead}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{folder} can't be made: {exception.Message} Name {instead}.");
        }
    }

    /// <summary>Copies a file to the disk.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static void Copy(string file, string copy)
    {
        using var from = File.OpenRead(file);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        using var to = new FileStream(copy, FileMode.CreateNew, FileAccess.Write);
        from.CopyTo(to);
        to.Flush(flushToDisk: true);
    }
}
