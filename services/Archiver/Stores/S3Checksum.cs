using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Wan.Archiver.Stores;

/// <summary>The checksum that every S3-compatible store compares an upload to (<c>Content-MD5</c>); newer ones are not understood everywhere.</summary>
internal static class S3Checksum
{
    [SuppressMessage("Security", "CA5351", Justification = "It guards against accidents on the way; the proof is SHA-256.")]
    public static async Task<string> OfAsync(Stream content, CancellationToken cancellationToken) =>
        Convert.ToBase64String(await MD5.HashDataAsync(content, cancellationToken));
}
