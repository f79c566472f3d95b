using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Hosting.Tracing;
using Wan.Intake.Ledger;
using Wan.Intake.Sagas;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Chores;

/// <summary>
/// Deletes generations whose time is over, each with its request, and says so; and requests that have no generation, since a process died between storing
/// the one and the other. A few at a time: nobody waits for it.
/// </summary>
internal sealed partial class RetentionChore(
    IDocuments<Generation> generations, IRequestBodies bodies, TenantLedgers ledgers, IBus bus, ClockGuard guard, IOptions<IntakeOptions> options, TimeProvider time,
    ILogger<RetentionChore> logger) : BackgroundService
{
    private const int Batch = 50;

    // Whoever has stored a request stores its generation within seconds.
    private static readonly TimeSpan Orphaned = TimeSpan.FromHours(1);

    // Of before the process began; later ones are seen as they come.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(100);

    private string looked = "";

    private bool wasTrusted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        looked = IdOf(time.GetUtcNow() - LookBack);
        using var timer = new PeriodicTimer(options.Value.RetentionInterval, time);
        do
        {
            try
            {
                await bodies.IdsAsync(looked, 1, stoppingToken); // Makes their place, which others read from, even before anything is stored.
                if (!MayDelete())
                    continue;
                await DeleteExpiredAsync(stoppingToken);
                await DeleteOrphansAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.ChoreFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // By a clock that is ahead all would seem to be over, and of a process that has just begun nobody has said so yet: it must have been trusted for a whole interval.
    private bool MayDelete()
    {
        var before = wasTrusted;
        wasTrusted = guard.IsTrusted(out _);
        return before && wasTrusted;
    }

    private async Task DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Generation> expired;
        do
        {
            expired = await generations.ExpiredAsync(time.GetUtcNow(), Batch, cancellationToken);
            foreach (var generation in expired)
            {
                using var step = WanTrace.Enter(generation);
                await ledgers.SettleAsync(generation); // Else nobody could any more.

                // The document last: as long as it is there, what is left is done the next time.
                await bodies.DeleteAsync(generation.Id, cancellationToken);
                await bus.PublishInTimeAsync(generation.ToDeleted(time.GetUtcNow()), time, cancellationToken);
                Checkpoint.Reached("intake.deletion_told", generation.Id);
                await generations.DeleteAsync(generation, cancellationToken);
            }

            await Task.Delay(BetweenBatches, time, cancellationToken);
        }
        while (expired.Count == Batch);
    }

    private async Task DeleteOrphansAsync(CancellationToken cancellationToken)
    {
        var until = IdOf(time.GetUtcNow() - Orphaned);
        IReadOnlyList<string> ids;
        do
        {
            ids = await bodies.IdsAsync(looked, Batch, cancellationToken);
            foreach (var id in ids)
            {
                if (string.CompareOrdinal(id, until) >= 0)
                    return;
                if (await generations.FindAsync(id, cancellationToken) is null)
                {
                    await bodies.DeleteAsync(id, cancellationToken);
                    Log.OrphanDeleted(logger, id);
                }

                looked = id;
            }

            await Task.Delay(BetweenBatches, time, cancellationToken);
        }
        while (ids.Count == Batch);
    }

    private static string IdOf(DateTimeOffset at) => Guid.CreateVersion7(at).ToString();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What is to be deleted could not be; it is tried again at the next tick.")]
        public static partial void ChoreFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "A request without a generation, {GenerationId}, was deleted: whoever took it in died or could not store it.")]
        public static partial void OrphanDeleted(ILogger logger, string generationId);
    }
}
