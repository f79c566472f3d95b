using Microsoft.Extensions.Options;
using Wan.Storage;

namespace Wan.Hosting.Doors.Access;

/// <summary>
/// The secret that the services of an installation sign addresses with: <see cref="AuthOptions.SigningKey"/>, or a file in the data folder that they share. The
/// file may appear at any time; it is looked for again after a second.
/// </summary>
public sealed class SigningKey(IOptions<AuthOptions> auth, IOptions<StorageOptions> storage, TimeProvider time)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "signing.key";

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly byte[]? set = auth.Value.ReadSigningKey();
    private readonly string? file = storage.Value.Provider == StorageOptions.MongoDbProvider ? null : Path.Combine(storage.Value.Directory, FileName);
    private byte[]? read;
    private long? looked;

    /// <summary>The secret, or null while there is none. One that was known stays known, whatever becomes of the file.</summary>
    /// <exception cref="InvalidDataException">The file holds none.</exception>
    internal byte[]? Current
    {
        get
        {
            if ((set ?? read) is { } known)
                return known;
            if (file is null || (looked is { } then && time.GetElapsedTime(then) < LookAgainAfter))
                return null;
            looked = time.GetTimestamp();
            return read = Read(file);
        }
    }

    /// <summary>Makes it, if there is none.</summary>
    /// <exception cref="ConfigurationProblemException">It has to be set, since there is no folder for it that all share.</exception>
    public void Ensure()
    {
        if (Current is not null)
            return;
        if (file is null)
        {
            throw new ConfigurationProblemException($"{AuthOptions.SectionName}:{nameof(AuthOptions.SigningKey)}",
                "must be set where there are keys and the store is MongoDB, to the same secret for every service: Auth__SigningKey=$(openssl rand -base64 32)");
        }

        read = Read(file) ?? Make(file);
    }

    private static byte[]? Read(string file)
    {
        try
        {
            return AuthOptions.Read(File.ReadAllText(file))
                ?? throw new InvalidDataException($"{file} holds no signing key: delete it, and start the services again; addresses that were signed with it are no longer good.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // Whole before it has its name, and of two that make one at once the first counts.
    private static byte[] Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(AuthOptions.LeastKeyBytes))));
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Somebody else's is there.
        }
        finally
        {
            File.Delete(draft);
        }

        return Read(file)!;
    }
}
