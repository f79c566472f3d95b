using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Raises the alarm for videos that are still not stored when their URL dies soon.</summary>
internal sealed partial class DeadlineChore(
    IDocuments<Archive> archives, IBus bus, IOptions<ArchiverOptions> options, TimeProvider clock, ILogger<DeadlineChore> logger) : IChore
{
    public TimeSpan Interval => options.Value.DeadlineInterval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Waiting, cancellationToken))
        {
            if (archive.AtRisk || archive.UrlExpiresAt - clock.GetUtcNow() > options.Value.DeadlineAlarm)
                continue;

            archive.AtRisk = true;
            if (await archives.ReplaceAsync(archive, cancellationToken))
                await RaiseAsync(archive, cancellationToken);
        }
    }

    private async Task RaiseAsync(Archive archive, CancellationToken cancellationToken)
    {
        using var activity = WanActivity.Continue("alarm", archive.TraceParent);
        ArchiverMetrics.AtRisk();
        LogAtRisk(logger, archive.Id, archive.UrlExpiresAt, archive.LastProblem ?? "It was not tried yet.");
        await bus.PublishInTimeAsync(
            new ArchivingAtRisk
            {
                GenerationId = archive.Id,
                Tenant = archive.Tenant,
                TaskId = archive.TaskId,
                UrlExpiresAt = archive.UrlExpiresAt,
                Reason = archive.LastProblem,
            },
            clock,
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Critical, "The video of {GenerationId} is not stored and its URL dies at {UrlExpiresAt:O}. {Reason}")]
    private static partial void LogAtRisk(ILogger logger, string generationId, DateTimeOffset urlExpiresAt, string reason);
}
