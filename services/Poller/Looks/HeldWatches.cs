using Wan.Poller.Budgets;
using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller.Looks;

/// <summary>
/// The watches of one account that this replica holds: claims what is due, forgets what others have taken over, and tells the histories what was seen of them.
/// </summary>
internal sealed class HeldWatches(
    WatchedAccount account, IDocuments<Watch> watches, TimeHistories histories, QueryBudget budget, TimeProvider time)
{
    private const int Batch = 500;

    // A task whose lease has ended is claimed again at the next tick; until then what is known of it is kept.
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(3);

    // A list covers neighbours best if one replica holds them all, so one with empty hands lets the busy one go first.
    internal static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, HeldWatch> byTask = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private List<HeldWatch>? sorted;
    private long? toldAt;
    private DateTimeOffset pushedAt;

    /// <summary>All, in the order in which they were submitted.</summary>
    public IReadOnlyList<HeldWatch> All
    {
        get
        {
            lock (gate)
                return sorted ??= [.. byTask.Values.OrderBy(held => held.CreatedFrom)];
        }
    }

    /// <summary>The task, if this replica holds it.</summary>
    public HeldWatch? Find(string taskId)
    {
        lock (gate)
            return byTask.GetValueOrDefault(taskId);
    }

    /// <summary>Claims what is due.</summary>
    /// <param name="all">Whether to take everything that is unfinished: whoever held it before is known to be dead.</param>
    /// <param name="cancellationToken">Ends the claiming.</param>
    public async Task ClaimAsync(bool all, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        ForgetLost(now);
        var modest = budget.HasOthers && All.Count == 0;
        IReadOnlyList<Watch> claimed;
        do
        {
            claimed = await watches.ClaimDueAsync(
                new DueClaim
                {
                    Group = account.Name,
                    Now = modest ? now - Courtesy : now,
                    Lease = modest ? account.Options.Lease + Courtesy : account.Options.Lease,
                    Limit = Batch,
                    IgnoreDueTime = all,
                },
                cancellationToken);
            foreach (var watch in claimed)
                await HoldAsync(watch, now);
        }
        while (claimed.Count == Batch && All.Count < account.Options.MaxHeld);
    }

    /// <summary>Tells the histories what ran on.</summary>
    public void TellRan()
    {
        if (toldAt is { } last && time.GetElapsedTime(last) < TellInterval)
            return;
        toldAt = time.GetTimestamp();
        foreach (var held in All)
        {
            if (held.TellRan() is var (from, to))
                histories.Ran(held.Watch.Model, held.Watch.Expected, from, to);
        }
    }

    /// <summary>Whether the vendor's events have told of an end lately.</summary>
    public bool ArePushed(DateTimeOffset now) => now - pushedAt < LookPrices.PushMemory;

    /// <summary>Something certain was learned of a task that has not ended.</summary>
    public void See(HeldWatch held, Sighting seen) =>
        held.See(seen, histories.Known(held.Watch.Model, held.Watch.Expected), account.LowestPrice);

    /// <summary>Keeps a document as it was written; one that is finished is not held any more.</summary>
    public void Keep(HeldWatch held, Watch saved)
    {
        held.Keep(saved);
        if (saved.DueAt is null)
            Forget(held);
    }

    /// <summary>A task has ended: how long it took is told to the histories.</summary>
    /// <param name="held">The task.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="hinted">Whether it was asked for because of an event of the vendor.</param>
    public void Ended(HeldWatch held, WatchEnd end, bool hinted)
    {
        if (hinted)
            pushedAt = time.GetUtcNow();
        if (end.Kind != WatchEndKind.Rendered)
            return;
        var submitted = end.SubmittedAt ?? held.Watch.SubmittedAt;
        var started = end.StartedAt ?? submitted;
        histories.Ended(
            held.Watch.Model, held.Watch.Expected, end.StartedAt - submitted, held.ToldUntil(started), (end.EndedAt ?? end.SeenAt) - started);
    }

    /// <summary>It has ended, or is somebody else's now.</summary>
    public void Forget(HeldWatch held)
    {
        lock (gate)
        {
            if (byTask.Remove(held.Watch.Id))
                (sorted, budget.Held) = (null, byTask.Count);
        }
    }

    /// <summary>Everything, with what was learned of it by a clock that turned out wrong.</summary>
    public void ForgetAll()
    {
        foreach (var held in All)
        {
            if (!held.Busy)
                Forget(held);
        }
    }

    /// <summary>Lets others claim at once what is held here; of what can't be given back the lease ends by itself.</summary>
    /// <exception cref="StorageException">Something could not be given back; the rest is.</exception>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        StorageException? fault = null;
        foreach (var held in All)
        {
            held.Watch.DueAt = time.GetUtcNow();
            try
            {
                await watches.ReplaceAsync(held.Watch, cancellationToken);
            }
            catch (StorageException exception)
            {
                fault = exception;
            }
        }

        if (fault is not null)
            throw new StorageException("Not every task that was in hand could be given back.", fault);
    }

    // What is claimed must be in hand, whatever happens: nobody else asks for it until its lease ends.
    private async Task HoldAsync(Watch watch, DateTimeOffset now)
    {
        var times = await TimesOfAsync(watch);
        lock (gate)
        {
            if (byTask.TryGetValue(watch.Id, out var held))
            {
                held.Keep(watch);
                return;
            }

            byTask.Add(watch.Id, new HeldWatch(watch, times, account.LowestPrice, now));
            (sorted, budget.Held) = (null, byTask.Count);
        }
    }

    private async Task<TaskTimes> TimesOfAsync(Watch watch)
    {
        try
        {
            return await histories.OfAsync(watch.Model, watch.Expected, CancellationToken.None);
        }
        catch (StorageException)
        {
            return histories.Known(watch.Model, watch.Expected);
        }
    }

    private void ForgetLost(DateTimeOffset now)
    {
        foreach (var held in All)
        {
            if (held.LeaseUntil < now - KeepFor && !held.Busy)
                Forget(held);
        }
    }
}
