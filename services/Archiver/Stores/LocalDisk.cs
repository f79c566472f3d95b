using Wan.Archiver.Download;
using Wan.Hosting;

namespace Wan.Archiver.Stores;

/// <summary>The directory of downloads under way, and the room on its disk.</summary>
internal sealed class LocalDisk
{
    /// <summary>Name of that directory.</summary>
    public const string Incoming = "incoming";

    /// <summary>Name of the directory of posters.</summary>
    public const string Posters = "posters";

    // No download runs for longer than its URL lives.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(25);

    private readonly string incoming;

    public LocalDisk(string root, long minFreeBytes)
    {
        Root = Path.GetFullPath(root);
        incoming = Path.Combine(Root, Incoming);
        MinFreeBytes = minFreeBytes;
        try
        {
            Directory.CreateDirectory(incoming);
            DeleteAbandoned();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException("Archive:Directory", $"can't be used: {exception.Message}");
        }
    }

    /// <summary>The directory of it all.</summary>
    public string Root { get; }

    public PartialFile CreatePartial(string id) => new(Path.Combine(incoming, $"{id}.{Guid.NewGuid():N}.part"));

    /// <summary>Bytes that must stay free.</summary>
    public long MinFreeBytes { get; }

    /// <summary>Bytes that are free for this process.</summary>
    /// <exception cref="IOException">The directory can't be looked at; it may be gone.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public long FreeBytes => new DriveInfo(incoming).AvailableFreeSpace;

    /// <summary>Of a directory that is gone, such as one whose disk is not mounted, it can't be said what is in it.</summary>
    /// <exception cref="StoreUnavailableException">It is gone.</exception>
    public void MustBeThere()
    {
        if (!Directory.Exists(incoming))
            throw new StoreUnavailableException($"{Root} is not the archive any more, as there is no {Incoming}/ in it. Mount its disk, or put the directory back.", new DirectoryNotFoundException(incoming));
    }

    /// <summary>Whether a name is of something that is no part of the archive.</summary>
    public static bool IsScratch(string key) =>
        key.StartsWith(Incoming + '/', StringComparison.Ordinal) || key.StartsWith(Posters + '/', StringComparison.Ordinal);

    /// <summary>What a killed process left behind. Several processes may share the directory, so a young file may be alive.</summary>
    private void DeleteAbandoned()
    {
        foreach (var file in new DirectoryInfo(incoming).EnumerateFiles("*.part"))
        {
            if (DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned || !IsOpen(file.FullName))
                file.Delete();
        }
    }

    // A PartialFile is open for writing with a lock that the system drops when its process dies.
    private static bool IsOpen(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
