using System.Security.Cryptography;
using System.Text;
using Wan.DashScope.Files;
using Wan.Storage;

namespace Wan.Intake.Files;

/// <summary>Which file an address stands for that an upload gave (<c>oss://wan-files/...</c>): its last part is the client's, and the same bytes are the same file.</summary>
internal sealed class UploadedKey : IDocument
{
    /// <summary>What stands before a key in an address.</summary>
    public const string Scheme = "oss://";

    /// <summary>What each of them begins with.</summary>
    public static readonly string Folder = FileReference.Uploaded[Scheme.Length..];

    /// <summary>See <see cref="IdOf"/>.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Whose.</summary>
    public required string Tenant { get; init; }

    /// <summary>Of the file.</summary>
    public required string FileId { get; init; }

    /// <summary>The id of the document of a key: its SHA-256, since a key may be of any length.</summary>
    public static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
