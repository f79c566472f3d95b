using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller.Looks;

/// <summary>The watches of one account that this replica holds: claims what is due, forgets what others have taken over.</summary>
internal sealed class HeldWatches(
    string account, IDocuments<Watch> watches, TimeHistories histories, PollerOptions options, double lowestPrice, TimeProvider time)
{
    private const int Batch = 500;

    // A task whose lease has ended is claimed again at the next tick; until then what is known of it is kept.
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(3);

    // A list covers neighbours best if one replica holds them all, so one with empty hands lets the busy one go first.
    internal static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, HeldWatch> byTask = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private List<HeldWatch>? sorted;
    private long? toldAt;

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
    /// <param name="hasOthers">Whether other replicas are at work.</param>
    /// <param name="all">Whether to take everything that is unfinished: whoever held it before is known to be dead.</param>
    /// <param name="cancellationToken">Ends the claiming.</param>
    public async Task ClaimAsync(bool hasOthers, bool all, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        ForgetLost(now);
        var modest = hasOthers && All.Count == 0;
        IReadOnlyList<Watch> claimed;
        do
        {
            claimed = await watches.ClaimDueAsync(
                new DueClaim
                {
                    Group = account,
                    Now = modest ? now - Courtesy : now,
                    Lease = modest ? options.Lease + Courtesy : options.Lease,
                    Limit = Batch,
                    IgnoreDueTime = all,
                },
                cancellationToken);
            foreach (var watch in claimed)
                await HoldAsync(watch, now, cancellationToken);
        }
        while (claimed.Count == Batch && All.Count < options.MaxHeld);
    }

    /// <summary>Tells the histories what ran on.</summary>
    public void TellRan()
    {
        if (toldAt is { } last && time.GetElapsedTime(last) < TellInterval)
            return;
        toldAt = time.GetTimestamp();
        foreach (var held in All)
            if (held.TellRan() is var (from, to))
                histories.Ran(held.Watch.Model, held.Watch.Expected, from, to);
    }

    /// <summary>It has ended, or is somebody else's now.</summary>
    public void Forget(HeldWatch held)
    {
        lock (gate)
        {
            if (byTask.Remove(held.Watch.Id))
                sorted = null;
        }
    }

    /// <summary>Everything, with what was learned of it by a clock that turned out wrong.</summary>
    public void ForgetAll()
    {
        foreach (var held in All)
            if (!held.Busy)
                Forget(held);
    }

    /// <summary>Lets others claim at once what is held here.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        foreach (var held in All)
        {
            held.Watch.DueAt = time.GetUtcNow();
            await watches.ReplaceAsync(held.Watch, cancellationToken);
        }
    }

    private async Task HoldAsync(Watch watch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var times = await histories.OfAsync(watch.Model, watch.Expected, cancellationToken);
        lock (gate)
        {
            if (byTask.TryGetValue(watch.Id, out var held))
            {
                held.Keep(watch);
                return;
            }

            byTask.Add(watch.Id, new HeldWatch(watch, times, lowestPrice, now));
            sorted = null;
        }
    }

    private void ForgetLost(DateTimeOffset now)
    {
        foreach (var held in All)
            if (held.LeaseUntil < now - Keep && !held.Busy)
                Forget(held);
    }
}
