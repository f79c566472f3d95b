using Wan.Archiver.Quarantine;
using Wan.Archiver.Stores;

namespace Wan.Archiver;

/// <summary>Every place that has something of a video.</summary>
internal sealed class VideoFiles(IVideoStore store, CopyTarget copy, Outbox outbox, QuarantineStore quarantine, PosterMaker posters)
{
    /// <summary>Deletes it everywhere; what is not there is no fault.</summary>
    /// <exception cref="StoreUnavailableException">A store doesn't answer.</exception>
    public async Task DeleteAsync(Archive archive, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(archive.Key!, cancellationToken);
        posters.Delete(archive.Id);
        if (copy.Store is { } second)
            await second.DeleteAsync(archive.Key!, cancellationToken);
    }

    /// <summary>Deletes all that is kept of a generation everywhere: the record and what is in quarantine too.</summary>
    /// <exception cref="StoreUnavailableException">A store doesn't answer.</exception>
    public async Task EraseAsync(Archive archive, CancellationToken cancellationToken)
    {
        posters.Delete(archive.Id);
        var key = archive.Key ?? Archive.KeyOf(archive); // It may have been put there, and not noted.
        foreach (var place in (IVideoStore?[])[store, copy.Store, outbox.Store])
        {
            if (place is not null)
                await Outbox.RemoveAsync(place, key, cancellationToken);
        }

        await quarantine.RemoveAsync(archive.Id, cancellationToken);
    }
}
