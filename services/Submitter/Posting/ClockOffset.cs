namespace Wan.Submitter.Posting;

/// <summary>How far the vendor's clock is ahead of ours, as far as tasks that we know tell.</summary>
/// <param name="Least">At least.</param>
/// <param name="Most">At most.</param>
internal readonly record struct ClockOffset(TimeSpan Least, TimeSpan Most)
{
    /// <summary>
    /// The vendor made each task between our sending its POST and our having its answer; where those bounds of several tasks meet is the offset.
    /// </summary>
    /// <param name="known">For tasks of ours: when the POST was sent, when its answer came, and when the vendor says it made the task.</param>
    /// <param name="allowance">Either way, where no task tells.</param>
    /// <param name="between">How far the clocks of two hosts may be apart: a task tells of the clock of the one that sent its POST, not of another's.</param>
    public static ClockOffset From(
        IEnumerable<(DateTimeOffset SendAt, DateTimeOffset EndedAt, DateTimeOffset CreatedAt)> known, TimeSpan allowance, TimeSpan between)
    {
        var (least, most) = (-allowance, allowance);
        foreach (var (sendAt, endedAt, createdAt) in known)
        {
            least = createdAt - endedAt > least ? createdAt - endedAt : least;
            most = createdAt - sendAt < most ? createdAt - sendAt : most;
        }

        // Bounds that cross come from clocks that differ; the truth lies about there.
        return least <= most ? new ClockOffset(least - between, most + between) : new ClockOffset(most - between, least + between);
    }

    /// <summary>Whether a task that the vendor made then can come from this POST.</summary>
    /// <param name="attempt">The POST.</param>
    /// <param name="createdAt">When the vendor made the task, by its clock.</param>
    /// <param name="late">How long after we gave up waiting the vendor may still have got round to it: a request lies in queues.</param>
    /// <param name="now">The clock.</param>
    public bool Allows(Attempt attempt, DateTimeOffset createdAt, TimeSpan late, DateTimeOffset now) =>
        createdAt >= attempt.SendAt + Least - Grain && createdAt <= (attempt.EndedAt ?? now) + late + Most + Grain;

    // The vendor's times may be cut to whole milliseconds, or seconds in some answers.
    private static TimeSpan Grain => TimeSpan.FromMilliseconds(50);
}
