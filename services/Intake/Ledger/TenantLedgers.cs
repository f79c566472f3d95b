using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Intake.Limits;
using Wan.Storage;

namespace Wan.Intake.Ledger;

/// <summary>
/// What tenants have had made and what it costs. Before a generation is stored, what it may cost is held; at its end that is settled. Who dies in between
/// leaves it to <see cref="LedgerSweep"/>.
/// </summary>
internal sealed partial class TenantLedgers(
    IDocuments<LedgerPage> pages, IOptions<LimitsOptions> options, ClockGuard guard, TimeProvider time, ILogger<TenantLedgers> logger)
{
    // A tenant of whom nothing is known here costs two reads.
    private const int MostTenants = 10_000;
    private const int KeyBytes = 9;

    private readonly ConcurrentDictionary<string, TenantLedger> ledgers = new(StringComparer.Ordinal);

    /// <summary>What a tenant may have made.</summary>
    public TenantLimits LimitsOf(string tenant) => options.Value.Of(tenant);

    /// <summary>Holds what a generation may cost, and notes in it where that stands.</summary>
    /// <exception cref="StorageUnavailableException">The ledger could not be written in time. Nothing is held, or it is released by itself.</exception>
    public async Task<LedgerAnswer> HoldAsync(Generation generation, CancellationToken cancellationToken)
    {
        var hold = new LedgerAsk.Hold(ToEntry(generation), time.GetTimestamp());
        Of(generation.Tenant).Ask(hold);
        try
        {
            var answer = await hold.Answer.WaitAsync(StorageDoors.TimeLeft, cancellationToken);
            generation.LedgerPage = answer.Page < 0 ? null : answer.Page;
            return answer;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            hold.IsGivenUp = true;
            _ = ReleaseLateAsync(hold, generation.Tenant);
            if (exception is OperationCanceledException)
                throw;
            throw new StorageUnavailableException("The ledger could not be written in time.", mayHaveBeenStored: false, exception);
        }
    }

    /// <summary>
    /// Whether so much time has passed since a generation was made that its entry may have been released: its process stood still.
    /// </summary>
    public bool IsLate(Generation generation) => time.GetUtcNow() - generation.CreatedAt > options.Value.ReleaseAfter / 2;

    /// <summary>It was stored late: its entry is held, if it had been released, whatever the limits say by now.</summary>
    public Task HoldAgainAsync(Generation generation) => ChangeAsync(
        generation.Tenant, generation.LedgerPage!.Value, generation.Id, entry => entry.IsReleased is true ? entry with { IsReleased = null } : entry);

    /// <summary>It was not stored, and never will be.</summary>
    public void Release(Generation generation)
    {
        if (generation.LedgerPage is { } page)
            _ = TryAsync(ReleaseAsync(generation.Tenant, page, generation.Id), generation.Id);
    }

    /// <summary>It has ended, or what it cost is known better by now.</summary>
    public void Settle(Generation generation) => _ = TryAsync(SettleAsync(generation), generation.Id);

    /// <summary>As <see cref="Settle"/>, for whoever waits until that is saved.</summary>
    public Task SettleAsync(Generation generation)
    {
        if (generation.LedgerPage is not { } page)
            return Task.CompletedTask; // An older release took it in.
        Checkpoint.Reached("intake.ended", generation.Id);
        var bill = LedgerBill.Of(generation);
        return ChangeAsync(generation.Tenant, page, generation.Id, entry => entry.Says(bill) ? entry : entry.Settle(bill));
    }

    /// <summary>How far the limits of a tenant are used.</summary>
    public Task<LedgerStanding> StandingAsync(string tenant, CancellationToken cancellationToken)
    {
        var look = new LedgerAsk.Look(time.GetTimestamp());
        Of(tenant).Ask(look);
        return InTimeAsync(look.Answer, cancellationToken);
    }

    /// <summary>Changes a page of a tenant.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="page">Its number.</param>
    /// <param name="apply">Changes it, and when it is due, and says whether there is anything to save; may be run more than once.</param>
    public Task ChangeAsync(string tenant, int page, Func<LedgerPage, bool> apply)
    {
        var change = new LedgerAsk.Change(page, apply);
        Of(tenant).Ask(change);
        return change.Answer;
    }

    /// <summary>Changes an entry of a page, and says whether it did.</summary>
    public static bool Change(LedgerPage page, string id, Func<LedgerEntry, LedgerEntry> change)
    {
        var index = page.Entries.FindIndex(entry => entry.Id == id);
        if (index < 0 || change(page.Entries[index]) is var changed && changed == page.Entries[index])
            return false;
        page.Entries[index] = changed;
        return true;
    }

    private Task ReleaseAsync(string tenant, int page, string id) =>
        ChangeAsync(tenant, page, id, entry => entry.IsHeld ? entry with { IsReleased = true } : entry);

    private Task ChangeAsync(string tenant, int page, string id, Func<LedgerEntry, LedgerEntry> change) => ChangeAsync(tenant, page, stored =>
    {
        if (!Change(stored, id, change))
            return false;
        LedgerRules.SetDue(stored, time.GetUtcNow(), options.Value.ReleaseAfter);
        return true;
    });

    private async Task ReleaseLateAsync(LedgerAsk.Hold hold, string tenant)
    {
        try
        {
            if (await hold.Answer is { Page: >= 0 and var page })
                await ReleaseAsync(tenant, page, hold.Entry.Id);
        }
        catch (Exception)
        {
            // The sweep releases it.
        }
    }

    private static async Task<T> InTimeAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.WaitAsync(StorageDoors.TimeLeft, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new StorageUnavailableException("The ledger could not be read in time.", mayHaveBeenStored: false, exception);
        }
    }

    private async Task TryAsync(Task change, string generationId)
    {
        try
        {
            await change;
        }
        catch (Exception exception)
        {
            Log.LeftToSweep(logger, generationId, exception.GetType().Name);
        }
    }

    private static LedgerEntry ToEntry(Generation generation) => new()
    {
        Id = generation.Id,
        Model = generation.Model,
        Key = generation.UniqueKey is { } key ? Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, KeyBytes)) : null,
        Held = LedgerAmount.Of(generation.Estimate?.AmountMax),
    };

    private TenantLedger Of(string tenant)
    {
        if (ledgers.Count >= MostTenants)
            ledgers.Clear(); // Who is still at work goes on as another replica would.
        return ledgers.GetOrAdd(tenant, name => new TenantLedger(name, options.Value, pages, guard, time));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The ledger's entry of generation {GenerationId} could not be changed ({Reason}); the sweep does it.")]
        public static partial void LeftToSweep(ILogger logger, string generationId, string reason);
    }
}
