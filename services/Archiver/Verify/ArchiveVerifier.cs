using System.Security.Cryptography;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Archiver.Verify;

/// <summary>Holds a store against the proofs: which videos and records are missing or have changed, and what is there that belongs to none.</summary>
/// <param name="archives">The documents.</param>
/// <param name="store">The place.</param>
/// <param name="isCopy">Whether it is the second place, which lacks what has yet to be copied.</param>
internal sealed class ArchiveVerifier(IDocuments<Archive> archives, IVideoStore store, bool isCopy = false)
{
    // Those that are read at once stand together, so that it is known up to where all have been.
    private const int Round = 64;

    private readonly Lock reporting = new();
    private long videos, bytes;

    /// <summary>How far it has come.</summary>
    public VerifyProgress Progress => new(Interlocked.Read(ref videos), Interlocked.Read(ref bytes), Place);

    private DateTimeOffset? Place { get; set; }

    /// <summary>Reads every stored video and every file once.</summary>
    /// <param name="before">Only videos whose archiving began before this time, to go on where another left off; null for all.</param>
    /// <param name="parallel">How many videos are read at once.</param>
    /// <param name="report">Is told what is not as it should be, one after the other.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task VerifyAsync(DateTimeOffset? before, int parallel, Action<VerifyFinding> report, CancellationToken cancellationToken)
    {
        Place = before;
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await foreach (var page in ArchivePages.PagesAsync(archives, ArchiveState.Stored, before, cancellationToken))
        {
            foreach (var round in page.Chunk(Round))
            {
                await Parallel.ForEachAsync(round, atOnce, async (archive, ended) => await JudgeStoredAsync(archive, Report, ended));
                Place = round[^1].CreatedAt.AddTicks(1); // Another of the same instant may come yet.
            }
        }

        // What is left of a deleted video is its record.
        await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Deleted, cancellationToken))
            Report(await JudgeRecordAsync(archive, cancellationToken));

        if (!isCopy)
        {
            await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Failed, cancellationToken))
            {
                if (archive.Suspect is { } suspect)
                    Report(await JudgeAsync(QuarantineStore.KeyOf(archive.Id), suspect.Video, cancellationToken));
            }
        }

        await foreach (var item in store.ListAsync(cancellationToken))
        {
            if (await BelongsToNoneAsync(item.Key, cancellationToken) is { } why)
                Report(new VerifyFinding("orphaned", item.Key, why));
        }

        void Report(VerifyFinding? finding)
        {
            if (finding is null)
                return;
            lock (reporting)
                report(finding);
        }
    }

    private async Task JudgeStoredAsync(Archive archive, Action<VerifyFinding?> report, CancellationToken cancellationToken)
    {
        if (isCopy && archive.CopyIsDue)
            return;
        if (await JudgeAsync(archive.Key!, archive.Video!, cancellationToken) is { } finding && await IsStillStoredAsync(archive, cancellationToken))
            report(finding);
        report(await JudgeRecordAsync(archive, cancellationToken));
        Interlocked.Increment(ref videos);
        Interlocked.Add(ref bytes, archive.Video!.Bytes);
    }

    private async Task<VerifyFinding?> JudgeAsync(string key, ArchivedVideo proof, CancellationToken cancellationToken)
    {
        await using var video = await store.OpenAsync(key, cancellationToken);
        if (video is null)
            return new VerifyFinding("missing", key, $"{proof.Bytes} bytes, sha256 {proof.Sha256}");
        if (video.Length != proof.Bytes)
            return new VerifyFinding("changed", key, $"{video.Length} bytes instead of {proof.Bytes}");
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(video, cancellationToken));
        return found == proof.Sha256 ? null : new VerifyFinding("changed", key, $"sha256 {found} instead of {proof.Sha256}");
    }

    private async Task<VerifyFinding?> JudgeRecordAsync(Archive archive, CancellationToken cancellationToken)
    {
        var key = RecordKey.Of(archive.Key!);
        if (await VideoAdoption.ReadRecordAsync(store, archive.Key!, cancellationToken) is not { } record)
            return new VerifyFinding("missing", key, "the record of request and proof");
        if (ArchiveRecord.Read(record)?.Fingerprint() is not { } found)
            return new VerifyFinding("changed", key, "it can't be read");
        return archive.RecordFingerprint is null || found == archive.RecordFingerprint
            ? null
            : new VerifyFinding("changed", key, "it says something else than when it was written");
    }

    // Retention may have come between.
    private async Task<bool> IsStillStoredAsync(Archive archive, CancellationToken cancellationToken) =>
        await archives.FindAsync(archive.Id, cancellationToken) is { State: ArchiveState.Stored } now && now.Video!.Sha256 == archive.Video!.Sha256;

    private async Task<string?> BelongsToNoneAsync(string key, CancellationToken cancellationToken)
    {
        var archive = await archives.FindAsync(Path.GetFileNameWithoutExtension(key), cancellationToken);
        if (archive is not null && QuarantineStore.Holds(key))
            return archive.Suspect is not null || archive.State is ArchiveState.Waiting ? null : "nothing of its archive is in quarantine";
        if (archive is null || Path.ChangeExtension(Archive.KeyOf(archive), Path.GetExtension(key)) != key || Path.GetExtension(key) is not (".mp4" or ".json"))
            return "no archive has it";

        // A record outlives its video; a video that is just being put there is about to be known.
        var isWanted = Path.GetExtension(key) == ".json" ? archive.Video is not null : archive.State is ArchiveState.Stored or ArchiveState.Deleting;
        return isWanted || archive.State is ArchiveState.Waiting ? null : $"its archive is {archive.State}";
    }
}

/// <summary>How far a verification has come.</summary>
/// <param name="Videos">That were read.</param>
/// <param name="Bytes">In them, as their proofs say.</param>
/// <param name="Place">All whose archiving began at this time or later were read; null if none was.</param>
internal sealed record VerifyProgress(long Videos, long Bytes, DateTimeOffset? Place);

/// <summary>Something that is not as it should be.</summary>
/// <param name="Kind"><c>missing</c>, <c>changed</c> or <c>orphaned</c>.</param>
/// <param name="Key">The name in the store.</param>
/// <param name="Detail">What was found or expected.</param>
internal sealed record VerifyFinding(string Kind, string Key, string Detail);
