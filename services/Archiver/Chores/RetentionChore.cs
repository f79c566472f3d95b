using Microsoft.Extensions.Options;
using Wan.Archiver.Retention;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Marks the videos whose time is over. It reads every stored archive once, so its interval is long.</summary>
internal sealed class RetentionChore(IDocuments<Archive> archives, IOptions<RetentionOptions> options, TimeProvider time) : IChore
{
    public TimeSpan Interval => options.Value.Interval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.HasRules)
            return;

        var ledger = new RetentionLedger(options.Value, time.GetUtcNow());
        await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Stored, cancellationToken))
        {
            if (ledger.Judge(archive) is not { } reason)
                continue;
            ArchiveRules.Delete(archive, reason, time.GetUtcNow());
            await archives.ReplaceAsync(archive, cancellationToken); // If somebody else has written it, the next round judges it anew.
        }
    }
}
