using System.Buffers;
using System.Security.Cryptography;
using Wan.Archiver.Stores;
using Wan.Contracts;

namespace Wan.Archiver.Salvage;

/// <summary>
/// Finds a video that is in its place although its archive doesn't say so. Only what was proven gets there, and the record beside
/// it holds the proof, so it is enough that the hash is still that.
/// </summary>
internal static class VideoAdoption
{
    public static async Task<KeptVideo?> FindAsync(IVideoStore store, Archive archive, CancellationToken cancellationToken)
    {
        var key = Archive.KeyOf(archive);
        if (await ReadRecordAsync(store, key, cancellationToken) is not { } record
            || ArchiveRecord.Read(record) is not { Video: { } proof } read
            || read.TaskId != archive.TaskId)
        {
            return null;
        }

        return await IsIntactAsync(store, key, proof, cancellationToken) ? new KeptVideo(proof, new ReadOnlySequence<byte>(record), read.Fingerprint()) : null;
    }

    /// <summary>Whether the video under this name is the one of the proof, by its hash.</summary>
    public static async Task<bool> IsIntactAsync(IVideoStore store, string key, ArchivedVideo proof, CancellationToken cancellationToken)
    {
        await using var video = await store.OpenAsync(key, cancellationToken);
        return video is not null
            && video.Length == proof.Bytes
            && Convert.ToHexStringLower(await SHA256.HashDataAsync(video, cancellationToken)) == proof.Sha256;
    }

    /// <summary>The record beside a video; null if there is none.</summary>
    public static async Task<byte[]?> ReadRecordAsync(IVideoStore store, string key, CancellationToken cancellationToken)
    {
        await using var record = await store.OpenAsync(RecordKey.Of(key), cancellationToken);
        if (record is null)
            return null;
        using var bytes = new MemoryStream();
        await record.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}

/// <summary>A video that is in its place.</summary>
/// <param name="Proof">What it is.</param>
/// <param name="Record">The record beside it, as it is stored; empty where nobody needs it any more.</param>
/// <param name="RecordFingerprint">What the record must still say when it is verified.</param>
internal sealed record KeptVideo(ArchivedVideo Proof, ReadOnlySequence<byte> Record, string RecordFingerprint)
{
    /// <summary>One whose record is written just now.</summary>
    public static KeptVideo Of(ArchiveRecord record) => new(record.Video, record.ToJson(), record.Fingerprint());
}
