using System.Security.Cryptography;
using System.Text;
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
    private readonly Lock gate = new();
    private volatile byte[]? read;
    private long? looked;

    /// <summary>The secret, or null while there is none. One that was known stays known, whatever becomes of the file.</summary>
    /// <exception cref="StorageUnavailableException">The file is there and can't be read, or holds none: nobody is let in as if there were none.</exception>
    internal byte[]? Current
    {
        get
        {
            if ((set ?? read) is { } known)
                return known;
            if (file is null)
                return null;
            lock (gate) // Whoever comes while it is read must not take it for missing.
            {
                if (read is not null || (looked is { } then && time.GetElapsedTime(then) < LookAgainAfter))
                    return read;
                read = Read(file);
                looked = time.GetTimestamp();
                return read;
            }
        }
    }

    /// <summary>As <see cref="Current"/>, of now: somebody shows what only whoever has one can show.</summary>
    internal byte[]? Look()
    {
        lock (gate)
            looked = null;
        return Current;
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

    /// <summary>Signs a text that somebody brings back. Makes the secret, if there is none.</summary>
    /// <param name="purpose">What for, in a word without a line's end: what is signed for one purpose is never good for another.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ConfigurationProblemException">There is no secret, and none can be made.</exception>
    public string Sign(string purpose, string text)
    {
        Ensure();
        return Sign(Current!, purpose, text);
    }

    /// <summary>Whether this was signed for this purpose.</summary>
    /// <exception cref="StorageUnavailableException">The secret can't be read.</exception>
    public bool IsSigned(string purpose, string text, string signature) =>
        Current is { } secret && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(secret, purpose, text)), Encoding.UTF8.GetBytes(signature));

    private static string Sign(byte[] secret, string purpose, string text) => Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{purpose}\n{text}")));

    private static byte[]? Read(string file)
    {
        try
        {
            return AuthOptions.Read(File.ReadAllText(file))
                ?? throw new StorageUnavailableException(
                    $"{file} holds no signing key: delete it, and start the services again; addresses that were signed with it are no longer good.", mayHaveBeenStored: false);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"{file} can't be read: {exception.Message} Each service must be able to.", mayHaveBeenStored: false, exception);
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
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(AuthOptions.LeastKeyBytes))));
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
