using Microsoft.Extensions.Options;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Stores;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>
/// Looks after the videos that wait on this machine. As long as their archives are tried again, the next try sends them; an archive that
/// another process has given up is taken up again, for nobody else has the file; what is stored by now is removed; what is in quarantine
/// goes to the store; and what no archive is known of stays, for the documents may be other ones than when it came.
/// </summary>
internal sealed partial class OutboxChore(
    IDocuments<Archive> archives,
    IVideoStore store,
    Outbox outbox,
    ArchiveWork work,
    QuarantineStore quarantine,
    IOptions<ArchiverOptions> options,
    TimeProvider clock,
    ILogger<OutboxChore> logger) : IChore
{
    private static readonly TimeSpan NamedAgainAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> named = new(StringComparer.Ordinal);

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
            case null:
                Name(mine, key);
                break;
            case var archive when QuarantineStore.Holds(key):
                await SendAsync(archive, key, cancellationToken);
                break;
            case { State: ArchiveState.Waiting }:
                break;
            case { State: ArchiveState.Failed } failed:
                await TakeUpAsync(failed, cancellationToken);
                break;
            case { State: ArchiveState.Stored or ArchiveState.Deleting or ArchiveState.Deleted }:
                await Outbox.RemoveAsync(mine, key, cancellationToken);
                break;
        }
    }

    private void Name(IVideoStore mine, string key)
    {
        var now = clock.GetUtcNow();
        if (named.TryGetValue(key, out var before) && now - before < NamedAgainAfter)
            return;
        named[key] = now;
        var path = Path.Combine(mine.Disk.Root, key);
        LogUnknown(logger, path, RecordKey.Of(path));
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

    [LoggerMessage(LogLevel.Error, "{File} waits in the outbox, and no archive of it is known: the documents may be those of another database or of an older backup. It is not deleted. {Record} says whose it is: bring its documents back and it goes on by itself, or take both files away")]
    private static partial void LogUnknown(ILogger logger, string file, string record);
}
