using Wan.Submitter.Quotas;

namespace Wan.Submitter;

/// <summary>
/// Bounds the times in shared documents against one's own clock: whoever wrote them may have had a clock that was ahead, and everybody would wait
/// until theirs has come there. Pure. Times that lie in the past bind nobody.
/// </summary>
internal static class SharedTimes
{
    // At most so many processes wait for a turn at the list at once, each for one.
    private const int ListTurns = 100;

    /// <summary>Cuts the times of a quota to the most that the rules allow.</summary>
    /// <param name="quota">Changed.</param>
    /// <param name="limits">How it may be spent; null if the account is not known here.</param>
    /// <param name="options">How long it may be blocked.</param>
    /// <param name="longestPause">For how long its model may be paused, or the leave to try it taken.</param>
    /// <param name="now">The clock.</param>
    /// <param name="allowance">How far clocks that are right may differ: what lies further ahead by less is left.</param>
    /// <returns>What was cut.</returns>
    public static List<CutTime> Bound(
        Quota quota, QuotaLimits? limits, SubmitterOptions options, TimeSpan longestPause, DateTimeOffset now, TimeSpan allowance)
    {
        var cut = BoundPause(quota, longestPause, now, allowance);
        if (limits is not null && Cut("next_submit_at", quota.NextSubmitAt, QuotaRules.LatestTicket(limits, now), allowance, cut) is { } next)
            quota.NextSubmitAt = next;
        if (Cut("blocked_until", quota.BlockedUntil, now + options.LongestBlock, allowance, cut) is { } blocked)
            quota.BlockedUntil = blocked;
        foreach (var (generationId, slot) in quota.Slots)
        {
            if (Cut($"slots.{generationId}.since", slot.Since, now, allowance, cut) is { } since)
                quota.Slots[generationId] = slot with { Since = since };
        }

        return cut;
    }

    /// <summary>Cuts the times of an account to the most that the rules allow.</summary>
    /// <param name="state">Changed.</param>
    /// <param name="listSpacing">Between two lists.</param>
    /// <param name="longestPause">For how long it may be paused, or the leave to try it taken.</param>
    /// <param name="now">The clock.</param>
    /// <param name="allowance">As for a quota.</param>
    /// <returns>What was cut.</returns>
    public static List<CutTime> Bound(AccountState state, TimeSpan listSpacing, TimeSpan longestPause, DateTimeOffset now, TimeSpan allowance)
    {
        var cut = BoundPause(state, longestPause, now, allowance);
        if (Cut("missed_since", state.MissedSince, now, allowance, cut) is { } missed)
            state.MissedSince = missed;
        if (Cut("next_list_at", state.NextListAt, now + (ListTurns * listSpacing), allowance, cut) is { } list)
            state.NextListAt = list;
        if (Cut("list_doubted_until", state.ListDoubtedUntil, now + AccountState.DoubtFor, allowance, cut) is { } doubted)
            state.ListDoubtedUntil = doubted;
        if (Cut("prompts_doubted_until", state.PromptsDoubtedUntil, now + AccountState.DoubtFor, allowance, cut) is { } doubtful)
            state.PromptsDoubtedUntil = doubtful;
        return cut;
    }

    private static List<CutTime> BoundPause(Pausable pausable, TimeSpan longest, DateTimeOffset now, TimeSpan allowance)
    {
        var cut = new List<CutTime>();
        if (Cut("paused_until", pausable.PausedUntil, now + longest, allowance, cut) is { } paused)
            pausable.PausedUntil = paused;
        if (Cut("probed_at", pausable.ProbedAt, now, allowance, cut) is { } probed)
            pausable.ProbedAt = probed;
        return cut;
    }

    private static DateTimeOffset? Cut(string field, DateTimeOffset? time, DateTimeOffset most, TimeSpan allowance, List<CutTime> cut)
    {
        if (time is not { } was || was <= most + allowance)
            return null;
        cut.Add(new CutTime(field, was));
        return most;
    }
}
