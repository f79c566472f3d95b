using Microsoft.Extensions.Options;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Stores;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>
/// Looks after the videos that wait on this machine. As long as their archives are tried again, the next try sends them; an archive that
/// another process has given up is taken up again, for nobody else has the file; what is stored by now is removed; what is in quarantine
/// is noted if need be and goes to the store; and what no archive is known of stays, for the documents may be other ones than when it came.
/// </summary>
internal sealed partial class OutboxChore(
    IDocuments<Archive> archives,
    Outbox outbox,
    ArchiveRevival revival,
    QuarantineStore quarantine,
    IOptions<ArchiverOptions> options,
    TimeProvider time,
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
                if (IsToBeNamed(key))
                    Log.Unknown(logger, PathOf(mine, key), PathOf(mine, RecordKey.Of(key)));
                break;
            case { State: ArchiveState.Waiting or ArchiveState.Failed } archive when QuarantineStore.Holds(key):
                await SendAsync(archive, mine, key, cancellationToken);
                break;
            case { State: ArchiveState.Waiting }:
                break;
            case { State: ArchiveState.Failed } failed:
                await revival.TakeUpAsync(failed, cancellationToken);
                break;
            case { State: ArchiveState.Stored or ArchiveState.Deleting or ArchiveState.Deleted }:
                await Outbox.RemoveAsync(mine, key, cancellationToken);
                break;
        }
    }

    private async Task SendAsync(Archive archive, IVideoStore mine, string key, CancellationToken cancellationToken)
    {
        try
        {
            if (!archive.Accepted && await quarantine.FindForgottenAsync(archive, cancellationToken) is { } forgotten)
            {
                ArchiveRules.Adopt(archive, forgotten);
                if (!await archives.ReplaceAsync(archive, cancellationToken))
                    return; // The next round looks at what somebody else has written.
                Log.Adopted(logger, archive.Id);
            }

            // While the vendor is tried, a better one may be put there at any moment.
            if (archive.State is ArchiveState.Failed && !await quarantine.SendAsync(archive, cancellationToken) && IsToBeNamed(key))
                Log.Stays(logger, PathOf(mine, key), archive.Id);
        }
        catch (StoreUnavailableException)
        {
            // /health/ready says so, and the file is safe here.
        }
    }

    // What only a person can put right is said once in a while.
    private bool IsToBeNamed(string key)
    {
        var now = time.GetUtcNow();
        if (named.TryGetValue(key, out var before) && now - before < NamedAgainAfter)
            return false;
        named[key] = now;
        return true;
    }

    private static string PathOf(IVideoStore mine, string key) => Path.Combine(mine.Disk.Root, key);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{File} waits in the outbox, and no archive of it is known: the documents may be those of another database or of an older backup. It is not deleted. {Record} says whose it is: bring its documents back and it goes on by itself, or take both files away")]
        public static partial void Unknown(ILogger logger, string file, string record);

        [LoggerMessage(2, LogLevel.Error, "{File} waits in the outbox, and is neither what is in quarantine for {GenerationId} nor what the record beside it says. It is not deleted: look at it, and take it away if nobody needs it")]
        public static partial void Stays(ILogger logger, string file, string generationId);

        [LoggerMessage(3, LogLevel.Warning, "A file is in quarantine for {GenerationId} that was not noted when it came; it is noted now, and GET /v1/generations/{GenerationId}/quarantine shows it")]
        public static partial void Adopted(ILogger logger, string generationId);
    }
}
