using Wan.Archiver.Download;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.Hosting;

namespace Wan.Archiver.Quarantine;

/// <summary>
/// Files in quarantine: in the archive's store, under names of their own, each with its record. While the store is away they wait in the
/// outbox of this machine.
/// </summary>
internal sealed class QuarantineStore(IVideoStore store, Outbox outbox, ArchivedRequests requests, TimeProvider time)
{
    private const string Directory = "quarantine/";

    /// <summary>Name of the file of a generation.</summary>
    public static string KeyOf(string generationId) => $"{Directory}{generationId}.mp4";

    /// <summary>Whether a name is of a file, or a record, in quarantine.</summary>
    public static bool Holds(string key) => key.StartsWith(Directory, StringComparison.Ordinal);

    /// <summary>Takes a download over. When the task ends it is kept for good, here or in the outbox.</summary>
    public async Task PutAsync(Archive archive, PartialFile file, Suspect suspect, CancellationToken cancellationToken)
    {
        var key = KeyOf(archive.Id);
        using var request = await requests.FindAsync(archive, cancellationToken);
        var record = QuarantineRecord.Of(archive, suspect, request).ToJson();
        Checkpoint.Reached("archiver.suspected", archive.Id);
        try
        {
            await store.PutAsync(key, file, record, cancellationToken);
            if (outbox.Store is { } older)
                await RemoveAsync(older, key, cancellationToken);
        }
        catch (StoreUnavailableException) when (outbox.Store is { } mine)
        {
            await mine.PutAsync(key, file, record, cancellationToken);
        }

        Checkpoint.Reached("archiver.quarantined", archive.Id);
    }

    /// <summary>
    /// What is in quarantine, and better than what the archive names: the process died before it was noted. Null if there is nothing, or the store
    /// is away; then the next one who looks finds it.
    /// </summary>
    public async Task<Suspect?> FindForgottenAsync(Archive archive, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var place in Places)
            {
                if (await VideoAdoption.ReadRecordAsync(place, KeyOf(archive.Id), cancellationToken) is { } json
                    && QuarantineRecord.Read(json) is { Suspect: var suspect } record
                    && record.TaskId == archive.TaskId
                    && QuarantineRules.IsBetter(archive.Suspect, suspect)
                    && await VideoAdoption.IsIntactAsync(place, KeyOf(archive.Id), suspect.Video, cancellationToken))
                {
                    return suspect;
                }
            }
        }
        catch (StoreUnavailableException)
        {
            // /health/ready says so.
        }

        return null;
    }

    /// <summary>The file; null if it is neither in the store nor on this machine.</summary>
    public async Task<Stream?> OpenAsync(string generationId, CancellationToken cancellationToken)
    {
        foreach (var place in Places)
        {
            if (await place.OpenAsync(KeyOf(generationId), cancellationToken) is { } file)
                return file;
        }

        return null;
    }

    /// <summary>Puts what was accepted into the place of the video. The file stays in quarantine as well.</summary>
    /// <returns>What is in its place then; null if it is missing or has changed.</returns>
    public async Task<KeptVideo?> ReleaseAsync(Archive archive, CancellationToken cancellationToken)
    {
        var proof = archive.Suspect!.Video with { ArchivedAt = time.GetUtcNow() };
        using var request = await requests.FindAsync(archive, cancellationToken);
        var kept = KeptVideo.Of(ArchiveRecord.Of(archive, proof, request));
        foreach (var place in Places)
        {
            if (await VideoCopy.RunAsync(place, KeyOf(archive.Id), store, Archive.KeyOf(archive), proof, kept.Record, cancellationToken) is not CopyResult.Copied)
                continue;
            Checkpoint.Reached("archiver.released", archive.Id);
            return kept;
        }

        return null;
    }

    /// <summary>Takes the file and its record away, wherever they are.</summary>
    public async Task RemoveAsync(string generationId, CancellationToken cancellationToken)
    {
        foreach (var place in Places)
            await RemoveAsync(place, KeyOf(generationId), cancellationToken);
        Checkpoint.Reached("archiver.emptied", generationId);
    }

    /// <summary>Sends what waits in the outbox to the store if it is what the archive names, and takes it out once the store has what is named.</summary>
    /// <returns>Whether that is so; if not, it stays.</returns>
    public async Task<bool> SendAsync(Archive archive, CancellationToken cancellationToken)
    {
        if (outbox.Store is not { } mine || archive.Suspect is not { } suspect)
            return false;
        var key = KeyOf(archive.Id);
        using var request = await requests.FindAsync(archive, cancellationToken);
        var record = QuarantineRecord.Of(archive, suspect, request).ToJson();
        if (await VideoCopy.RunAsync(mine, key, store, key, suspect.Video, record, cancellationToken) is not CopyResult.Copied
            && !await VideoAdoption.IsIntactAsync(store, key, suspect.Video, cancellationToken))
        {
            return false;
        }

        await RemoveAsync(mine, key, cancellationToken);
        return true;
    }

    // What is in the outbox is the newest: whatever reaches the store takes it out.
    private IEnumerable<IVideoStore> Places => outbox.Store is { } mine ? [mine, store] : [store];

    private static async Task RemoveAsync(IVideoStore place, string key, CancellationToken cancellationToken)
    {
        await place.DeleteAsync(key, cancellationToken);
        await place.DeleteAsync(RecordKey.Of(key), cancellationToken);
    }
}
