using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Wan.Archiver.Download;

/// <summary>
/// What an object store says of the bytes of a whole object: a CRC-64 (<c>x-oss-hash-crc64ecma</c>) or an MD5 (<c>Content-MD5</c>), which are
/// promises; or an entity tag that looks like an MD5, as it is of objects that were stored in one piece, and not of others. It is computed while
/// the bytes come.
/// </summary>
internal sealed class TransferChecksum : IDisposable
{
    /// <summary>
    /// CRC-64/XZ (ECMA-182, reflected), which Alibaba's object storage sends of every object. See
    /// https://www.alibabacloud.com/help/en/oss/developer-reference/check-data-transmission-integrity-by-using-crc-64.
    /// </summary>
    internal static readonly Crc64ParameterSet Xz = Crc64ParameterSet.Create(0x42F0E1EBA9EA3693, ulong.MaxValue, ulong.MaxValue, reflectValues: true);

    private readonly ulong promisedCrc;
    private readonly Crc64? crc;
    private readonly byte[]? promisedMd5;
    private readonly IncrementalHash? md5;

    [SuppressMessage("Security", "CA5351", Justification = "It guards against accidents on the way; the proof is SHA-256.")]
    private TransferChecksum(ulong? crc, byte[]? md5, bool isPromise)
    {
        promisedCrc = crc ?? 0;
        this.crc = crc is null ? null : new Crc64(Xz);
        promisedMd5 = md5;
        this.md5 = md5 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        IsPromise = isPromise;
    }

    /// <summary>Whether other bytes are surely damaged; an entity tag alone may be something else than a checksum.</summary>
    public bool IsPromise { get; }

    /// <summary>Whether the bytes were those that were promised.</summary>
    public bool Holds => !IsPromise || Matches;

    /// <summary>Why the bytes may be others than are stored, a sentence; null if nothing speaks for it.</summary>
    public string? Doubt => IsPromise || Matches ? null : "The server's name of the file (ETag) looks like a checksum, and it is not that of the bytes that came.";

    private bool Matches => crc is not null ? crc.GetCurrentHashAsUInt64() == promisedCrc : md5!.GetCurrentHash().AsSpan().SequenceEqual(promisedMd5);

    /// <summary>What the answer with the whole object says; null if nothing.</summary>
    public static TransferChecksum? Of(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("x-oss-hash-crc64ecma", out var values)
            && ulong.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var crc))
        {
            return new TransferChecksum(crc, null, isPromise: true);
        }

        if (response.Content.Headers.ContentMD5 is { Length: 16 } md5)
            return new TransferChecksum(null, md5, isPromise: true);
        return response.Headers.ETag is { IsWeak: false, Tag: { Length: 34 } tag } && tag[1..^1].All(char.IsAsciiHexDigit)
            ? new TransferChecksum(null, Convert.FromHexString(tag[1..^1]), isPromise: false)
            : null;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        crc?.Append(bytes);
        md5?.AppendData(bytes);
    }

    public void Dispose() => md5?.Dispose();
}
