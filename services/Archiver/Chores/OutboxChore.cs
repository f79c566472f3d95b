using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>
/// Sends the videos that wait on this machine once the store takes them, whichever process has claimed or given up their archives
/// meanwhile: nobody else has these files.
/// </summary>
internal sealed partial class OutboxChore(
    IDocuments<Archive> archives,
    Outbox outbox,
    VideoSalvage salvage,
    IBus bus,
    IOptions<ArchiverOptions> options,
    IOptions<ArchiveOptions> archiveOptions,
    TimeProvider clock,
    ILogger<OutboxChore> logger) : IChore
{
    public TimeSpan Interval => options.Value.Interval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (outbox.Store is not { } mine)
            return;

        try
        {
            await foreach (var item in mine.ListAsync(cancellationToken))
            {
                if (Path.GetExtension(item.Key) == ".mp4")
                    await SendAsync(mine, item.Key, cancellationToken);
            }
        }
        catch (StoreUnavailableException)
        {
            // /health/ready says so, and the videos are safe here.
        }
    }

    private async Task SendAsync(IVideoStore mine, string key, CancellationToken cancellationToken)
    {
        var archive = await archives.FindAsync(Path.GetFileNameWithoutExtension(key), cancellationToken);
        if (archive is null or { State: not (ArchiveState.Waiting or ArchiveState.Failed) })
            await Outbox.RemoveAsync(mine, key, cancellationToken); // Another process has had it too.
        else if (await salvage.FindAsync(archive, cancellationToken) is { } kept)
            await KeepAsync(archive, kept, cancellationToken);
    }

    private async Task KeepAsync(Archive archive, KeptVideo kept, CancellationToken cancellationToken)
    {
        while (archive.State is ArchiveState.Waiting or ArchiveState.Failed)
        {
            ArchiveStep.Keep(archive, kept, archiveOptions.Value.Copy is not null, clock.GetUtcNow());
            if (await archives.ReplaceAsync(archive, cancellationToken))
            {
                using var activity = WanActivity.Continue("send", archive.TraceParent);
                ArchiverMetrics.Stored(kept.Proof.Bytes);
                LogSent(logger, archive.Id);
                var answer = ArchiveAnswer.Of(archive)!;
                await bus.Publish(answer, answer.GetType(), cancellationToken);
                return;
            }

            archive = await archives.FindAsync(archive.Id, cancellationToken)
                ?? throw new InvalidOperationException($"The archive of {archive.Id} is gone.");
        }
    }

    [LoggerMessage(LogLevel.Information, "{GenerationId} is archived: the store takes it now")]
    private static partial void LogSent(ILogger logger, string generationId);
}
