using Wan.Archiver.Stores;

namespace Wan.Archiver.Salvage;

/// <summary>
/// Finds a proven video wherever this installation has it before the vendor is asked: in the outbox of this machine, in its place, or,
/// if it was lost, in the second place.
/// </summary>
internal sealed class VideoSalvage(IVideoStore store, Outbox outbox, CopyTarget copy)
{
    /// <summary>Puts the video into its place if need be.</summary>
    /// <returns>What is in its place then; null if it has to be downloaded.</returns>
    /// <remarks>What somebody else takes out of the outbox meanwhile is in its place, so that is looked at afterwards.</remarks>
    public async Task<KeptVideo?> FindAsync(Archive archive, CancellationToken cancellationToken) =>
        await SendAsync(archive, cancellationToken)
        ?? await VideoAdoption.FindAsync(store, archive, cancellationToken)
        ?? await RestoreAsync(archive, cancellationToken);

    private async Task<KeptVideo?> SendAsync(Archive archive, CancellationToken cancellationToken)
    {
        if (outbox.Store is not { } mine || await TakeAsync(mine, archive, cancellationToken) is not { } kept)
            return null;
        await Outbox.RemoveAsync(mine, Archive.KeyOf(archive), cancellationToken);
        return kept;
    }

    private async Task<KeptVideo?> RestoreAsync(Archive archive, CancellationToken cancellationToken)
    {
        try
        {
            // One that was never stored has no copy.
            return archive.Video is not null && copy.Store is { } second ? await TakeAsync(second, archive, cancellationToken) : null;
        }
        catch (StoreUnavailableException)
        {
            return null; // The vendor may still have it.
        }
    }

    private async Task<KeptVideo?> TakeAsync(IVideoStore from, Archive archive, CancellationToken cancellationToken) =>
        await VideoAdoption.FindAsync(from, archive, cancellationToken) is { } kept
        && await VideoCopy.RunAsync(from, Archive.KeyOf(archive), store, Archive.KeyOf(archive), kept.Proof, kept.Record, cancellationToken) is CopyResult.Copied
            ? kept
            : null;
}
