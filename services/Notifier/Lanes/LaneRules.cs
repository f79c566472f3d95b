namespace Wan.Notifier.Lanes;

/// <summary>What attempts make of a lane. Pure.</summary>
internal static class LaneRules
{
    /// <summary>How long a receiver that says it can't take more is left alone, if it does not say how long.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Webhooks that are sent at once. One whose receiver has failed is tried alone.</summary>
    public static int AtOnce(Lane lane, int perReceiver) => lane.Failures == 0 ? perReceiver : 1;

    /// <summary>Notes what came of an attempt.</summary>
    public static void Note(Lane lane, SendOutcome outcome, DateTimeOffset now)
    {
        if (outcome.IsSuccess)
        {
            (lane.Failures, lane.FailingSince, lane.PausedUntil) = (0, null, null);
            return;
        }

        if (outcome.Word == "aborted")
            return; // It has answered, and knows what it does.
        lane.Failures++;
        lane.FailingSince ??= now;
        if (outcome.IsThrottle)
        {
            var pause = outcome.RetryAfter ?? Pause;
            var until = now + (pause > LongestPause ? LongestPause : pause);
            lane.PausedUntil = lane.PausedUntil > until ? lane.PausedUntil : until;
        }
    }

    /// <summary>Nothing waits in it any more: what fails after a time in which nothing was sent has not failed all that time.</summary>
    public static void End(Lane lane) => lane.FailingSince = null;

    /// <summary>Whether everything has failed for so long that it makes no sense to go on.</summary>
    public static bool IsHopeless(Lane lane, DateTimeOffset now, TimeSpan after) => lane.FailingSince is { } since && now - since >= after;

    /// <summary>When it is to be looked at again.</summary>
    /// <param name="lane">The lane, whose turn is over.</param>
    /// <param name="firstDue">When the first of its deliveries is due; null if none waits.</param>
    public static DateTimeOffset? NextLook(Lane lane, DateTimeOffset? firstDue) =>
        firstDue is { } due ? (lane.PausedUntil > due ? lane.PausedUntil : due) : null;
}
