using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Standalone.Backups;

/// <summary>What a backup consists of. It is written last, so that a backup without it was cut off.</summary>
/// <param name="MadeAt">When the documents were as they are in it (UTC).</param>
/// <param name="Files">Every file in it but this one.</param>
internal sealed record BackupManifest(DateTimeOffset MadeAt, IReadOnlyList<BackedUpFile> Files)
{
    /// <summary>Its file's name.</summary>
    public const string FileName = "backup.json";

    /// <summary>Reads that of a backup.</summary>
    /// <exception cref="BackupException">There is none, or it is none.</exception>
    public static BackupManifest Read(string folder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize(file, BackupJson.Default.BackupManifest) ?? throw new JsonException("It is null.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{folder} is no whole backup: {FileName}, which is written last, can't be read. Take another one.");
        }
        catch (JsonException)
        {
            throw new BackupException($"{FileName} in {folder} can't be understood. Take another backup.");
        }
    }

    /// <summary>Writes it to the disk.</summary>
    public void Write(string folder)
    {
        using var file = File.Create(Path.Combine(folder, FileName));
        JsonSerializer.Serialize(file, this, BackupJson.Default.BackupManifest);
        file.Flush(flushToDisk: true);
    }
}

/// <summary>One file of it.</summary>
/// <param name="Name">Its path below the folder, with <c>/</c> between.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
internal sealed record BackedUpFile(string Name, long Bytes, string Sha256)
{
    /// <summary>That of a file that is there.</summary>
    public static BackedUpFile Of(string folder, string name)
    {
        using var file = File.OpenRead(Path.Combine(folder, name));
        return new BackedUpFile(name, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}

/// <summary>Why there is no backup, or nothing is restored: a sentence for whoever asked.</summary>
internal sealed class BackupException(string message) : Exception(message);

/// <summary>How the manifest is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
