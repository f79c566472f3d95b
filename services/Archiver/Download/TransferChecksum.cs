using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Wan.Archiver.Download;

/// <summary>
/// What an object store promises of the bytes of a whole object: a CRC-64 (<c>x-oss-hash-crc64ecma</c>) or an MD5 (<c>Content-MD5</c>). It
/// is computed while the bytes come.
/// </summary>
internal sealed class TransferChecksum : IDisposable
{
    private readonly ulong promisedCrc;
    private readonly Crc64? crc;
    private readonly byte[]? promisedMd5;
    private readonly IncrementalHash? md5;

    [SuppressMessage("Security", "CA5351", Justification = "It guards against accidents on the way; the proof is SHA-256.")]
    private TransferChecksum(ulong? crc, byte[]? md5)
    {
        promisedCrc = crc ?? 0;
        this.crc = crc is null ? null : new Crc64();
        promisedMd5 = md5;
        this.md5 = md5 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    }

    /// <summary>Whether the bytes were those that were promised.</summary>
    public bool Holds => crc is not null ? crc.Value == promisedCrc : md5!.GetCurrentHash().AsSpan().SequenceEqual(promisedMd5);

    /// <summary>What the answer with the whole object promises; null if nothing.</summary>
    public static TransferChecksum? Of(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("x-oss-hash-crc64ecma", out var values)
            && ulong.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var crc))
            return new TransferChecksum(crc, null);
        return response.Content.Headers.ContentMD5 is { Length: 16 } md5 ? new TransferChecksum(null, md5) : null;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        crc?.Append(bytes);
        md5?.AppendData(bytes);
    }

    public void Dispose() => md5?.Dispose();
}
