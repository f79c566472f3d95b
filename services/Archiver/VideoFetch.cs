using System.Buffers;
using Wan.Archiver.Download;
using Wan.Archiver.Proof;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.Hosting;

namespace Wan.Archiver;

/// <summary>Downloads a result and puts it where it belongs: a proven video into its place, anything else that came into quarantine.</summary>
internal sealed class VideoFetch(
    IVideoStore store,
    Outbox outbox,
    QuarantineStore quarantine,
    ArchivedRequests requests,
    BridgedDownload download,
    DiskRoom room,
    TimeProvider time)
{
    // Wanted for a video of unknown length that didn't fit.
    private const long LeastRoom = 1 << 20;

    /// <summary>One try.</summary>
    /// <returns>What is in its place then, or why nothing is.</returns>
    /// <exception cref="StoreUnavailableException">The store doesn't take it.</exception>
    public async Task<(KeptVideo? Kept, DownloadOutcome? Miss)> RunAsync(
        Archive archive, Uri url, ArchiveLease lease, CancellationToken cancellationToken)
    {
        using var file = store.CreatePartial(archive.Id);
        try
        {
            var outcome = await download.RunAsync(url, file, cancellationToken);
            return outcome is DownloadOutcome.Complete or DownloadOutcome.Damaged
                ? await JudgeAsync(archive, outcome, file, lease, cancellationToken)
                : (null, outcome);
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            room.RanOut(file.Total ?? Math.Max(LeastRoom, file.Length * 2));
            return (null, new DownloadOutcome.NoRoom());
        }
    }

    private async Task<(KeptVideo? Kept, DownloadOutcome? Miss)> JudgeAsync(
        Archive archive, DownloadOutcome outcome, PartialFile file, ArchiveLease lease, CancellationToken cancellationToken)
    {
        var proof = VideoProof.Prove(file, archive, time.GetUtcNow());
        var wrong = QuarantineRules.Judge(archive, outcome, proof, time.GetUtcNow());

        // Whoever lost the claim must not put a second file in the place of one that is proven.
        if (!await lease.IsOursAsync())
            return (null, new DownloadOutcome.Broken("Another process took over."));
        if (wrong is not null)
        {
            // What a process put there that died before it noted it is not to be lost to a worse one.
            archive.Suspect = await quarantine.FindForgottenAsync(archive, cancellationToken) ?? archive.Suspect;
            var isKept = QuarantineRules.IsToBeKept(archive.Suspect, wrong.Finding);
            if (isKept)
                await quarantine.PutAsync(archive, file, wrong.Finding, cancellationToken);
            return (null, wrong with { IsKept = isKept });
        }

        Checkpoint.Reached("archiver.proven", archive.Id);
        using var request = await requests.FindAsync(archive, cancellationToken);
        var kept = KeptVideo.Of(ArchiveRecord.Of(archive, proof.Video, request));
        await PutAsync(Archive.KeyOf(archive), file, kept.Record, cancellationToken);
        Checkpoint.Reached("archiver.kept", archive.Id);
        return (kept with { Record = default }, null); // Its memory is free for the next request with the end of this method.
    }

    private async Task PutAsync(string key, PartialFile file, ReadOnlySequence<byte> record, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(key, file, record, cancellationToken);
        }
        catch (StoreUnavailableException) when (outbox.Store is { } mine)
        {
            await mine.PutAsync(key, file, record, cancellationToken);
            throw;
        }
    }

}
