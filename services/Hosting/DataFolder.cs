using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Wan.Storage;

namespace Wan.Hosting;

/// <summary>
/// The folder with everything that an installation on SQLite keeps. Several services share it, or one process has it alone: that one takes over at its
/// start whatever the last one left unfinished, which is only right if nobody else is at it.
/// </summary>
public sealed class DataFolder : IDisposable
{
    // Who is alone locks the first for itself. Who shares it locks the second together with others. Each then looks whether the other one is locked, so
    // that of two that start at the same time at least one sees the other.
    private const string Alone = "standalone.lock", Together = "shared.lock";

    private readonly FileStream claim;

    private DataFolder(string path, FileStream claim) => (Path, this.claim) = (path, claim);

    /// <summary>The folder, in full.</summary>
    public string Path { get; }

    /// <summary>Makes the folder if need be and claims it for this process alone.</summary>
    /// <exception cref="ConfigurationProblemException">It can't be written, or another process has it.</exception>
    public static DataFolder Claim(string path) => Claim(path, isAlone: true);

    /// <summary>Makes the folder if need be and claims it together with others that share it.</summary>
    /// <exception cref="ConfigurationProblemException">It can't be written, or a process has it alone.</exception>
    public static DataFolder Share(string path) => Claim(path, isAlone: false);

    /// <summary>Lets it go.</summary>
    public void Dispose() => claim.Dispose();

    private static DataFolder Claim(string path, bool isAlone)
    {
        FileStream? claim = null;
        try
        {
            var full = Directory.CreateDirectory(path).FullName;
            claim = Lock(full, isAlone ? Alone : Together, isAlone);
            Lock(full, isAlone ? Together : Alone, forItself: isAlone).Dispose();
            return new DataFolder(full, claim);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            claim?.Dispose();
            throw new ConfigurationProblemException("Storage:Directory",
                $"'{path}' can't be used: {exception.Message} If another process runs on it ({(isAlone ? "./wan up or ./wan services" : "./wan up")}), stop that one or choose another folder with --data.");
        }
    }

    // On Linux a FileShare is a lock of flock(2), which ends with the process whatever becomes of it.
    private static FileStream Lock(string folder, string name, bool forItself)
    {
        var file = System.IO.Path.Combine(folder, name);
        if (forItself)
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose(); // To read it, it must be there.
        return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
    }
}

/// <summary>Shares the data folder.</summary>
public static class DataFolderExtensions
{
    /// <summary>Claims the folder of a store of files together with the other services; nothing where the store is a server's.</summary>
    /// <exception cref="ConfigurationProblemException">It can't be written, or a process has it alone.</exception>
    public static void ShareDataFolder(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[$"{StorageOptions.SectionName}:{nameof(StorageOptions.Provider)}"] != StorageOptions.MongoDbProvider)
        {
            builder.Services.AddSingleton(DataFolder.Share(
                builder.Configuration[$"{StorageOptions.SectionName}:{nameof(StorageOptions.Directory)}"] ?? new StorageOptions().Directory));
        }
    }
}
