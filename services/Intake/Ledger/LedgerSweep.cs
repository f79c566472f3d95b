using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Intake.Limits;
using Wan.Storage;

namespace Wan.Intake.Ledger;

/// <summary>
/// Asks the generations' documents what became of entries that nobody has settled: a few pages at a time, later each time, since a generation may wait for
/// days. After the last entry of a page has ended all of them are looked at once more.
/// </summary>
internal sealed partial class LedgerSweep(
    IDocuments<LedgerPage> pages, IDocuments<Generation> generations, TenantLedgers ledgers, ClockGuard guard, SweepTimes times, IOptions<LimitsOptions> options,
    IConfiguration configuration, TimeProvider time, ILogger<LedgerSweep> logger) : BackgroundService
{
    private const string Name = "intake.ledger";
    private const int Batch = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Alone on its data, whoever would have settled it is known to be dead.
        var all = configuration.GetValue<bool>("Sweep:AllAtStart");
        times.Begun(Name);
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        do
        {
            try
            {
                // By a clock that is ahead, what is about to be stored would seem to be lost.
                if (!guard.IsTrusted(out _))
                    continue;
                await pages.DrawInAsync(
                    group: null, time.GetUtcNow() + LedgerRules.Furthest + Lease + guard.MaxOffset, page => page.DueAt = time.GetUtcNow(), logger, stoppingToken);
                await LookAsync(all, stoppingToken);
                all = false;
                times.Ended(Name);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(bool all, CancellationToken cancellationToken)
    {
        var claim = new DueClaim { Now = time.GetUtcNow(), Lease = Lease, Limit = Batch, IgnoreDueTime = all };
        IReadOnlyList<LedgerPage> due;
        do
        {
            due = await pages.ClaimDueAsync(claim, cancellationToken);
            foreach (var page in due)
                await LookAsync(page, cancellationToken);
        }
        while (due.Count == claim.Limit);
    }

    private async Task LookAsync(LedgerPage page, CancellationToken cancellationToken)
    {
        // Whoever holds an entry for longer stores no generation for it.
        var (now, isLast, ended, lost, going) = (time.GetUtcNow(), page.IsSettled && page.LastLookAt <= time.GetUtcNow(), new Dictionary<string, LedgerBill>(), new HashSet<string>(), 0);
        var young = Guid.CreateVersion7(now - options.Value.ReleaseAfter).ToString();
        foreach (var entry in page.Entries.Where(entry => isLast || entry.IsHeld))
        {
            var generation = await generations.FindAsync(entry.Id, cancellationToken);
            if (generation is { HasEnded: true })
                ended.Add(entry.Id, LedgerBill.Of(generation));
            else if (generation is not null || string.CompareOrdinal(entry.Id, young) >= 0)
                going++;
            else if (entry.IsHeld)
                lost.Add(entry.Id);
        }

        await ledgers.ChangeAsync(page.Tenant, page.Number, stored =>
        {
            foreach (var (id, bill) in ended)
                TenantLedgers.Change(stored, id, entry => entry.Says(bill) ? entry : entry.Settle(bill));
            foreach (var id in lost)
                TenantLedgers.Change(stored, id, entry => entry.IsHeld ? entry with { IsReleased = true } : entry);
            LedgerRules.SetDueAfterLook(stored, isOver: going == 0, hasMore: stored.Entries.Count > page.Entries.Count, now, options.Value.ReleaseAfter);
            return true;
        });
        if (lost.Count > 0)
            Log.Released(logger, lost.Count, page.Tenant, string.Join(' ', lost));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep of the ledger failed and goes on at its next tick; what was to be settled or released waits meanwhile.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "{Count} entries in the ledger of {Tenant} were released, since their generations were never stored: {GenerationIds}")]
        public static partial void Released(ILogger logger, int count, string tenant, string generationIds);
    }
}
