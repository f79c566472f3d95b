using Wan.Hosting;

namespace Wan.Standalone;

/// <summary>
/// The folder with everything this installation keeps. One process at a time: at its start it takes over whatever the last one
/// left unfinished, which is only right if the last one is gone.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream claim;

    private DataFolder(string path, FileStream claim) => (Path, this.claim) = (path, claim);

    public string Path { get; }

    /// <summary>Makes the folder if need be and claims it.</summary>
    /// <exception cref="ConfigurationProblemException">It can't be written, or another process has claimed it.</exception>
    public static DataFolder Claim(string path)
    {
        try
        {
            var full = Directory.CreateDirectory(path).FullName;
            var claim = new FileStream(
                System.IO.Path.Combine(full, "standalone.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(full, claim);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException("Storage:Directory",
                $"'{path}' can't be used: {exception.Message} If another process runs on it, stop that one or choose another folder with --data.");
        }
    }

    public void Dispose() => claim.Dispose();
}
