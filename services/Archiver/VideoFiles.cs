using Wan.Archiver.Stores;

namespace Wan.Archiver;

/// <summary>Every place that has something of a video.</summary>
internal sealed class VideoFiles(IVideoStore store, CopyTarget copy, PosterMaker posters)
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
}
