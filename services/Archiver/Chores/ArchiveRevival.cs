using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Takes up an archive that was given up, since its video is here.</summary>
internal sealed class ArchiveRevival(
    IDocuments<Archive> archives, IVideoStore store, ArchiveWork work, IOptions<ArchiverOptions> options, TimeProvider time)
{
    /// <summary>Does so, if its store answers and nobody else was faster.</summary>
    public async Task TakeUpAsync(Archive archive, CancellationToken cancellationToken)
    {
        try
        {
            await store.CheckAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return; // /health/ready says so, and the video is safe here.
        }

        // Whoever writes first has it: several processes may share this outbox.
        ArchiveRules.Begin(archive, time.GetUtcNow());
        archive.DueAt += options.Value.Lease;
        if (await archives.ReplaceAsync(archive, cancellationToken))
            await work.RunAsync(archive, cancellationToken);
    }
}
