using Wan.Hosting.Doors.Access;
using Wan.Storage.Sqlite;

namespace Wan.Standalone.Backups;

/// <summary>Copies all that an installation on SQLite keeps but its videos, while it runs.</summary>
internal static class Backup
{
    /// <summary>What stands beside the documents: the files that requesters uploaded, and what addresses are signed with.</summary>
    private const string Uploads = "files";

    // Each is told by those before it: in a later copy than theirs nothing is missing that they speak of, and what it knows more of is told them again.
    private static readonly string[] Owners = ["intake", "requests", "submitter", "poller", "archiver", "notifier"];

    /// <summary>Makes one.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="folder">Where to; it is made, or is empty.</param>
    /// <param name="progress">Is told a line for each step.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="BackupException">It can't be made; what of it there is has no manifest.</exception>
    public static BackupManifest Make(string data, string folder, Action<string> progress, TimeProvider time)
    {
        if (!File.Exists(Path.Combine(data, "intake.db")))
            throw new BackupException($"There are no documents of an installation in {data}: name its folder with --data. What MongoDB keeps is backed up with mongodump.");
        Folders.MakeEmpty(folder, "a new folder for the backup");
        var files = new List<BackedUpFile>();
        using (var snapshot = new SqliteSnapshot(Documents(data)))
        {
            var madeAt = time.GetUtcNow();
            snapshot.CopyTo(folder, copy => Add(Path.GetFileName(copy)));
            foreach (var upload in Names(Path.Combine(data, Uploads)))
                Copy($"{Uploads}/{upload}");
            if (File.Exists(Path.Combine(data, SigningKey.FileName)))
                Copy(SigningKey.FileName);
            var manifest = new BackupManifest(madeAt, files);
            manifest.Write(folder);
            return manifest;
        }

        // One whose time was over meanwhile is gone.
        void Copy(string name)
        {
            try
            {
                Folders.Copy(Path.Combine(data, name), Path.Combine(folder, name));
                Add(name);
            }
            catch (FileNotFoundException)
            {
                progress($"{name} was deleted meanwhile");
            }
        }

        void Add(string name)
        {
            files.Add(BackedUpFile.Of(folder, name));
            progress($"{name}: {files[^1].Bytes:N0} bytes");
        }
    }

    // Those that are known first; of others, such as a later release's, at least nothing is lost.
    private static IEnumerable<string> Documents(string data)
    {
        var found = Directory.EnumerateFiles(data, "*.db").ToDictionary(file => Path.GetFileNameWithoutExtension(file)!);
        return Owners.Where(found.ContainsKey).Concat(found.Keys.Except(Owners).Order(StringComparer.Ordinal)).Select(owner => found[owner]);
    }

    private static IEnumerable<string> Names(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!) : [];
}
