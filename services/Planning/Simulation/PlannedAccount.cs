using Wan.DashScope.Accounts;
using Wan.Submitter;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Planning.Simulation;

/// <summary>An account: what Submitter's documents say of it, and what the vendor sees.</summary>
internal sealed class PlannedAccount(DashScopeAccount account, string model, SubmitterOptions options, DateTimeOffset begins)
{
    private readonly QuotaLimits limits = QuotaLimits.Of(account, options);
    private readonly AccountState state = new() { Id = account.Name, CreatedAt = begins };
    private Offer? offer;

    /// <summary>The account.</summary>
    public DashScopeAccount Account => account;

    /// <summary>What it may still do.</summary>
    public Quota Quota { get; } = new() { Id = Quota.IdFor(account.Name, model), CreatedAt = begins, Account = account.Name, Model = model };

    /// <summary>Who watches its tasks; null if no look is simulated.</summary>
    public Lookout? Lookout { get; set; }

    /// <summary>Whether it has a slot that nobody has.</summary>
    public bool HasFree => Quota.Slots.Count < limits.Slots;

    /// <summary>Submits as the vendor sees them.</summary>
    public SecondWindow Submits { get; } = new();

    /// <summary>Tasks that run at the vendor.</summary>
    public int Running { get; private set; }

    /// <summary>The most that did at once.</summary>
    public int MostRunning { get; private set; }

    /// <summary>Of all that had a slot, for how long they had it.</summary>
    public TimeSpan SlotTime { get; private set; }

    /// <summary>What it has to give now.</summary>
    public Offer OfferAt(DateTimeOffset now)
    {
        if (offer is null)
        {
            var made = DispatchRules.Offer(account, limits, Quota, state, closed: false, TimeSpan.MaxValue, now);
            if (Quota.NextSubmitAt > now)
                return made; // More of its horizon is free in a moment.
            offer = made; // What it has to give changes with its quota alone.
        }

        return offer;
    }

    /// <summary>Slots and send times for those who are to have them here.</summary>
    public IReadOnlyList<Reservation> Reserve(IReadOnlyList<Submission> wanted, DateTimeOffset now)
    {
        offer = null;
        return PauseRules.Reserve(Quota, limits, wanted, now, TimeSpan.MaxValue, now);
    }

    /// <summary>A task has ended and that is known: its slot is free.</summary>
    public void Release(string generationId, DateTimeOffset now)
    {
        offer = null;
        SlotTime += now - Quota.Slots[generationId].Since;
        QuotaRules.Release(Quota, generationId, attemptId: null, now, rendered: true);
    }

    /// <summary>The vendor has taken a submit, and runs its task.</summary>
    public void Begun(DateTimeOffset now)
    {
        Submits.Add(now);
        MostRunning = Math.Max(MostRunning, ++Running);
    }

    /// <summary>The vendor has ended a task.</summary>
    public void Ended() => Running--;
}
