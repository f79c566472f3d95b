using Microsoft.Extensions.Configuration;
using Wan.Storage;
using Wan.Submitter.Restores;

namespace Wan.Standalone.Backups;

/// <summary>Makes a data folder of a backup, in which nothing is POSTed that may have been since the backup was made.</summary>
internal static class Restoration
{
    private const string Half = ".restoring";

    /// <summary>Restores it.</summary>
    /// <param name="folder">The backup.</param>
    /// <param name="data">The data folder to be; it is not there, or is empty. It has its name once it is whole.</param>
    /// <param name="progress">Is told a line for each step.</param>
    /// <param name="cancellationToken">Ends it; there is no data folder then.</param>
    /// <returns>How many generations were given up.</returns>
    /// <exception cref="BackupException">It can't be done; there is no data folder then.</exception>
    public static async Task<int> RestoreAsync(string folder, string data, Action<string> progress, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(folder);

        // What was accepted before now is not submitted again. By a clock that is behind, some of what is in the backup would be taken for later.
        if (manifest.MadeAt > DateTimeOffset.UtcNow)
            throw new BackupException($"The backup was made at {manifest.MadeAt:u}, and the clock of this machine says that it is {DateTimeOffset.UtcNow:u}. Set the clock right first.");
        Folders.MakeEmpty(data, "with --data a folder that is to be made, and keep what is in this one until all is well");
        data = Directory.ResolveLinkTarget(data, returnFinalTarget: true)?.FullName ?? data;
        var half = data.TrimEnd(Path.DirectorySeparatorChar) + Half;
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true); // One that was cut off.
        Folders.MakeEmpty(half, "another data folder");
        foreach (var file in manifest.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(folder, half, file);
            progress($"{file.Name}: {file.Bytes:N0} bytes");
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new($"{StorageOptions.SectionName}:{nameof(StorageOptions.Provider)}", StorageOptions.SqliteProvider),
            new($"{StorageOptions.SectionName}:{nameof(StorageOptions.Directory)}", half),
        ]).Build();
        var count = await RestoredLine.GiveUpAsync(configuration, cancellationToken);
        PutInPlace(half, data);
        return count;
    }

    private static void PutInPlace(string half, string data)
    {
        try
        {
            Directory.Delete(data);
            Directory.Move(half, data);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{data} can't be replaced by what was restored: {exception.Message.TrimEnd('.')}. "
                + "If it is where a disk or volume is mounted, name a folder below it with --data; if something was started on it meanwhile, stop that, and restore into another folder.");
        }
    }

    private static void Take(string folder, string half, BackedUpFile file)
    {
        if (Path.IsPathRooted(file.Name) || file.Name.Split('/').Contains(".."))
            throw new BackupException($"{BackupManifest.FileName} names {file.Name}, which is not in the backup. Take another backup.");
        try
        {
            Folders.Copy(Path.Combine(folder, file.Name), Path.Combine(half, file.Name));
            if (BackedUpFile.Of(half, file.Name) != file)
                throw new BackupException($"{file.Name} in {folder} is not what was backed up: its bytes have changed. Take another backup.");
        }
        catch (IOException exception)
        {
            throw new BackupException($"{file.Name} can't be restored: {exception.Message}");
        }
    }
}
