using Wan.Hosting;
using Wan.Submitter.Line;

namespace Wan.Submitter.Quotas;

/// <summary>How a <see cref="Quota"/> is spent and given back. Pure: documents, limits and a clock in, a changed document out.</summary>
internal static class QuotaRules
{
    private const double SlowStart = 8;

    private const double Smoothing = 0.1;

    /// <summary>How many POSTs may be arranged now.</summary>
    public static int Capacity(Quota quota, QuotaLimits limits, DateTimeOffset now)
    {
        if (quota.BlockedUntil > now)
            return 0;
        var free = limits.Slots - quota.Slots.Count;
        var room = now + limits.Horizon - Later(now, quota.NextSubmitAt);
        if (free <= 0 || room < TimeSpan.Zero)
            return 0;
        return (int)Math.Min(free, 1 + Math.Floor(room / (limits.Spacing * quota.Slowness)));
    }

    /// <summary>When <see cref="Capacity"/> may change by itself; null if only a freed slot can change it.</summary>
    public static DateTimeOffset? NextCapacityAt(Quota quota, QuotaLimits limits, DateTimeOffset now)
    {
        if (quota.Slots.Count >= limits.Slots)
            return null;
        var ticket = Later(now + limits.Horizon, quota.NextSubmitAt) - limits.Horizon;
        return quota.BlockedUntil > ticket ? quota.BlockedUntil : ticket;
    }

    /// <summary>
    /// Takes slots and send times for as many of these submissions as there is room for, the first first. One that has a slot from a process
    /// that died keeps it, under the new attempt.
    /// </summary>
    public static IReadOnlyList<Reservation> Reserve(Quota quota, QuotaLimits limits, DateTimeOffset now, IEnumerable<Submission> wanted)
    {
        var granted = new List<Reservation>();
        foreach (var submission in wanted)
        {
            var has = quota.Slots.ContainsKey(submission.Id);
            if (quota.BlockedUntil > now || (!has && quota.Slots.Count >= limits.Slots))
                continue;
            if (!has && Later(now, quota.NextSubmitAt) > now + limits.Horizon)
                continue;

            var attemptId = Guid.CreateVersion7(now).ToString();
            quota.Slots[submission.Id] = new Slot(attemptId, now);
            granted.Add(new Reservation(submission.Id, quota.Account, attemptId, TakeTicket(quota, limits, now)));
            var priority = Priorities.PriorityOf(submission.Rank);
            quota.Served[priority] = Math.Max(quota.Served[priority], Priorities.TagOf(submission.Rank));
            quota.Starts++;
        }

        return granted;
    }

    /// <summary>The next send time.</summary>
    public static DateTimeOffset TakeTicket(Quota quota, QuotaLimits limits, DateTimeOffset now)
    {
        var sendAt = Later(now, quota.NextSubmitAt);
        quota.NextSubmitAt = sendAt + (limits.Spacing * quota.Slowness);
        quota.Slowness = Math.Max(1, quota.Slowness / 2);
        return sendAt;
    }

    /// <summary>The furthest ahead that <see cref="Quota.NextSubmitAt"/> can lie: everybody who may have a slot took his ticket, at the widest spacing.</summary>
    public static DateTimeOffset LatestTicket(QuotaLimits limits, DateTimeOffset now) =>
        now + limits.Horizon + (limits.Spacing * SlowStart * (limits.Slots + 1));

    /// <summary>Gives a slot back.</summary>
    /// <param name="quota">Changed.</param>
    /// <param name="generationId">Whose slot.</param>
    /// <param name="attemptId">Only if it was taken for this attempt; null for whichever (the task has ended).</param>
    /// <param name="now">The clock.</param>
    /// <param name="rendered">True if a task ran in it, so that its time tells how long tasks take.</param>
    /// <returns>Whether there was anything to give back.</returns>
    public static bool Release(Quota quota, string generationId, string? attemptId, DateTimeOffset now, bool rendered = false)
    {
        if (!quota.Slots.TryGetValue(generationId, out var slot) || (attemptId is not null && slot.AttemptId != attemptId))
            return false;
        quota.Slots.Remove(generationId);
        quota.EndProbe(slot.Since, now); // A try of a paused model that came to nothing is no longer waited for.
        if (rendered)
        {
            var seconds = Math.Max(0, (now - slot.Since).TotalSeconds);
            quota.SlotSeconds = quota.SlotSeconds is { } mean ? mean + (Smoothing * (seconds - mean)) : seconds;
        }

        return true;
    }

    /// <summary>Takes a slot for a task that turned out to exist, whether there is room or not: it runs.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static bool Occupy(Quota quota, string generationId, string attemptId, DateTimeOffset since) =>
        quota.Slots.TryAdd(generationId, new Slot(attemptId, since));

    /// <summary>No POST for a while, longer each time in a row.</summary>
    /// <param name="quota">Changed.</param>
    /// <param name="shortest">For the first time in a row.</param>
    /// <param name="longest">At most.</param>
    /// <param name="slowStart">Afterwards start slowly: wide spacing that narrows with each POST.</param>
    /// <param name="now">The clock.</param>
    public static bool Block(Quota quota, TimeSpan shortest, TimeSpan longest, bool slowStart, DateTimeOffset now)
    {
        quota.BlockedUntil = Later(quota.BlockedUntil ?? now, now + Backoff.Wait(quota.Setbacks++, shortest, longest));
        if (slowStart)
            quota.Slowness = SlowStart;
        return true;
    }

    /// <summary>A POST went through: the next setback is a first one again.</summary>
    public static bool Recover(Quota quota)
    {
        var changed = quota.Setbacks > 0;
        quota.Setbacks = 0;
        return changed;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
