using System.Security.Cryptography;
using System.Text.Json;
using Wan.Archiver.Stores;
using Wan.Contracts;

namespace Wan.Archiver;

/// <summary>
/// Finds a video that is in its place although its archive doesn't say so. Only what was proven gets there, and the record beside
/// it holds the proof, so it is enough that the hash is still that.
/// </summary>
internal static class VideoAdoption
{
    public static async Task<ArchivedVideo?> FindAsync(IVideoStore store, Archive archive, CancellationToken cancellationToken)
    {
        var key = Archive.KeyOf(archive);
        await using var video = await store.OpenAsync(key, cancellationToken);
        await using var record = video is null ? null : await store.OpenAsync(RecordKey.Of(key), cancellationToken);
        if (video is null || record is null || await ReadProofAsync(record, archive, cancellationToken) is not { } proof || proof.Bytes != video.Length)
            return null;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(video, cancellationToken)) == proof.Sha256 ? proof : null;
    }

    private static async Task<ArchivedVideo?> ReadProofAsync(Stream record, Archive archive, CancellationToken cancellationToken)
    {
        try
        {
            var read = await JsonSerializer.DeserializeAsync(record, ArchiverJson.Default.ArchiveRecord, cancellationToken);
            return read is { Video: { } proof } && read.TaskId == archive.TaskId ? proof : null;
        }
        catch (JsonException)
        {
            return null; // The process died while it was written.
        }
    }
}
