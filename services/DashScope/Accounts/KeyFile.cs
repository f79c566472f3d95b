using System.Text;

namespace Wan.DashScope.Accounts;

/// <summary>
/// An API key that stands in a file, and may become another one there while the process runs. Whoever reads a file that is being written finds a part of a key or none: so another key is
/// taken on once two looks have found the same, and until then, and while there is none, the one before is used on.
/// </summary>
public sealed class KeyFile
{
    private const int MostBytes = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile string key;
    private string? seen;

    private KeyFile(string path, string key) => (Path, this.key) = (path, key);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The key as it is used now. Never logged, never in a message.</summary>
    public string Key => key;

    /// <summary>Reads the key.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="problem">Why there is none, as the rest of a sentence that begins with the setting; null where there is one.</param>
    /// <returns>Null where there is none.</returns>
    public static KeyFile? Open(string path, out string? problem)
    {
        if (!System.IO.Path.IsPathFullyQualified(path))
        {
            problem = $"must be a full path, such as /run/secrets/vendor-key, but is '{path}'";
            return null;
        }

        // A pipe that nobody writes to, or a disk that is away, is waited for without an end by whoever opens it.
        string? unread = null;
        var reading = Task.Run(() => Read(path, out unread));
        if (!reading.Wait(Patience))
        {
            problem = $"names a file that can't be read within {Patience.TotalSeconds:0} seconds ({path}); it must be an ordinary file";
            return null;
        }

        problem = unread;
        return reading.Result is { } key ? new KeyFile(path, key) : null;
    }

    /// <summary>Looks at the file again.</summary>
    /// <param name="problem">Why its key can't be used, as the rest of a sentence that begins with the file's name; null where it can.</param>
    /// <returns>Whether the key has become another one.</returns>
    internal bool Look(out string? problem)
    {
        var found = Read(Path, out problem);
        var isNew = found is not null && found != key && found == seen;
        seen = found;
        if (isNew)
        {
            key = found!;
        }

        return isNew;
    }

    private static string? Read(string path, out string? problem)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = Encoding.UTF8.GetString(bytes, 0, length).Trim('\uFEFF').Trim();
            problem = length > MostBytes ? $"names a file that is longer than any key ({path})"
                : text.Length == 0 ? $"names a file that is empty ({path})"
                : text.Any(character => character is <= ' ' or > '~') ? $"names a file with a character that no API key has: a space, a line break or one outside ASCII ({path})"
                : null;
            return problem is null ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"names a file that can't be read: {exception.Message.TrimEnd('.')}";
            return null;
        }
    }
}
