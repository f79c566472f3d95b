using Microsoft.Extensions.Options;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Stores;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>
/// Looks after the videos that wait on this machine. As long as their archives are tried again, the next try sends them; an archive that
/// another process has given up is taken up again, for nobody else has the file; what is stored by now is removed; and what is in quarantine
/// goes to the store.
/// </summary>
internal sealed class OutboxChore(
    IDocuments<Archive> archives,
    IVideoStore store,
    Outbox outbox,
    ArchiveWork work,
    QuarantineStore quarantine,
    IOptions<ArchiverOptions> options,
    TimeProvider clock) : IChore
{
    public TimeSpan Interval => options.Value.Interval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (outbox.Store is not { } mine)
            return;

        await foreach (var item in mine.ListAsync(cancellationToken))
        {
            if (Path.GetExtension(item.Key) == ".mp4")
                await LookAfterAsync(mine, item.Key, cancellationToken);
        }
    }

    private async Task LookAfterAsync(IVideoStore mine, string key, CancellationToken cancellationToken)
    {
        switch (await archives.FindAsync(Path.GetFileNameWithoutExtension(key), cancellationToken))
        {
            case var archive when QuarantineStore.Holds(key):
                await SendAsync(archive, key, cancellationToken);
                break;
            case { State: ArchiveState.Waiting }:
                break;
            case { State: ArchiveState.Failed } failed:
                await TakeUpAsync(failed, cancellationToken);
                break;
            default:
                await Outbox.RemoveAsync(mine, key, cancellationToken);
                break;
        }
    }

    private async Task SendAsync(Archive? archive, string key, CancellationToken cancellationToken)
    {
        try
        {
            await quarantine.SendAsync(archive, key, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // /health/ready says so, and the file is safe here.
        }
    }

    private async Task TakeUpAsync(Archive archive, CancellationToken cancellationToken)
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
        ArchiveStep.Begin(archive, clock.GetUtcNow());
        archive.DueAt += options.Value.Lease;
        if (await archives.ReplaceAsync(archive, cancellationToken))
            await work.RunAsync(archive, cancellationToken);
    }
}
