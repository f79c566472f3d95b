using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Raises the alarm for videos that are still not stored when their URL dies soon, and asks for a fresh one.</summary>
internal sealed partial class DeadlineChore(
    IDocuments<Archive> archives, IBus bus, ArchiverMetrics metrics, IOptions<ArchiverOptions> options, TimeProvider time, ILogger<DeadlineChore> logger) : IChore
{
    public TimeSpan Interval => options.Value.DeadlineInterval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = 0;
        DateTimeOffset? firstExpiry = null;
        await foreach (var archive in ArchivePages.ReadAsync(archives, ArchiveState.Waiting, cancellationToken))
        {
            waiting++;
            if (firstExpiry is null || archive.UrlExpiresAt < firstExpiry)
                firstExpiry = archive.UrlExpiresAt;
            var (alarm, question) = ArchiveRules.Remind(archive, options.Value, time.GetUtcNow());
            if ((!alarm && question is null) || !await archives.ReplaceAsync(archive, cancellationToken))
                continue;
            if (alarm)
                await RaiseAsync(archive, cancellationToken);
            if (question is null)
                continue;
            using var step = WanTrace.Enter(archive);
            await bus.PublishInTimeAsync(question, time, cancellationToken);
        }

        metrics.Looked(waiting, firstExpiry);
    }

    private async Task RaiseAsync(Archive archive, CancellationToken cancellationToken)
    {
        using var step = WanTrace.Begin(WanSpans.AtRisk, archive);
        step.Span?.SetTag(WanAttributes.GenerationId, archive.Id);
        metrics.AtRisk();
        Log.AtRisk(logger, archive.Id, archive.UrlExpiresAt, archive.LastProblem ?? "It was not tried yet.");
        await bus.PublishInTimeAsync(
            new ArchivingAtRisk
            {
                GenerationId = archive.Id,
                Tenant = archive.Tenant,
                TaskId = archive.TaskId,
                UrlExpiresAt = archive.UrlExpiresAt,
                Reason = archive.LastProblem,
            },
            time,
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical, "The video of {GenerationId} is not stored and its URL dies at {UrlExpiresAt:O}. {Reason}")]
        public static partial void AtRisk(ILogger logger, string generationId, DateTimeOffset urlExpiresAt, string reason);
    }
}
