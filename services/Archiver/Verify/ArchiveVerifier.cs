using System.Runtime.CompilerServices;
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
    /// <summary>Videos that were hashed so far.</summary>
    public long Checked { get; private set; }

    /// <summary>Reads every stored video and every file once.</summary>
    public async IAsyncEnumerable<VerifyFinding> VerifyAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Stored, cancellationToken))
        {
            if (isCopy && archive.CopyIsDue)
                continue;
            if (await JudgeAsync(archive.Key!, archive.Video!, cancellationToken) is { } finding && await IsStillStoredAsync(archive, cancellationToken))
                yield return finding;
            if (await JudgeRecordAsync(archive, cancellationToken) is { } beside)
                yield return beside;
            Checked++;
        }

        // What is left of a deleted video is its record.
        await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Deleted, cancellationToken))
        {
            if (await JudgeRecordAsync(archive, cancellationToken) is { } beside)
                yield return beside;
        }

        if (!isCopy)
        {
            await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Failed, cancellationToken))
            {
                if (archive.Suspect is { } suspect && await JudgeAsync(QuarantineStore.KeyOf(archive.Id), suspect.Video, cancellationToken) is { } finding)
                    yield return finding;
            }
        }

        await foreach (var item in store.ListAsync(cancellationToken))
        {
            if (await BelongsToNoneAsync(item.Key, cancellationToken) is { } why)
                yield return new VerifyFinding("orphaned", item.Key, why);
        }
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

/// <summary>Something that is not as it should be.</summary>
/// <param name="Kind"><c>missing</c>, <c>changed</c> or <c>orphaned</c>.</param>
/// <param name="Key">The name in the store.</param>
/// <param name="Detail">What was found or expected.</param>
internal sealed record VerifyFinding(string Kind, string Key, string Detail);
