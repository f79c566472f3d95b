using System.Globalization;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>Why a generation waits, as a word and as a sentence. Pure.</summary>
internal static class WaitRules
{
    // The vendor's own samples took 5 to 17 minutes; only until the first task has ended here.
    private const double UnknownSlotSeconds = 300;

    /// <summary>Why it waits now.</summary>
    /// <param name="line">What its model's line waits for.</param>
    /// <param name="ahead">How many go before it; null if that is not known.</param>
    public static Wait Of(LineView line, long? ahead)
    {
        if (Obstacles.WaitingFor(line.Model, line.Room, [.. line.Accounts.Select(account => account.Obstacle)]) is { } obstacle)
            return new Wait(line.Room is not null ? "archive_room" : line.Accounts.Count == 0 ? "no_account" : WordOf(line.Accounts), obstacle, IsObstacle: true);

        var (usable, before) = (line.Usable.ToList(), Before(ahead));
        if (usable.Sum(account => account.Free) == 0)
        {
            var slots = usable.Sum(account => account.Limits.Slots);
            return new Wait("slots", $"{(slots == 1 ? "the one slot" : $"all {slots} slots")} for {line.Model} {(slots == 1 ? "is" : "are")} taken: the vendor runs no more tasks at once{before}");
        }

        var capacity = usable.Sum(account => QuotaRules.Capacity(account.Quota, account.Limits, line.Now));
        var next = usable.Min(account => QuotaRules.NextCapacityAt(account.Quota, account.Limits, line.Now));
        if (capacity == 0 && next > line.Now)
            return new Wait("pace", string.Create(CultureInfo.InvariantCulture, $"a slot is free, but the next submit may be arranged at {next.Value.UtcDateTime:HH:mm:ss.f} UTC: the vendor takes so many in a second{before}"));
        return new Wait("turn", ahead switch
        {
            null => "its turn had not come",
            0 => "it is next, and starts within moments",
            1 => "one goes before it",
            _ => string.Create(CultureInfo.InvariantCulture, $"{ahead} go before it"),
        });
    }

    /// <summary>Why one waits whose files are not at the vendor yet.</summary>
    /// <param name="line">What its model's line waits for.</param>
    /// <param name="obstacle">Why they can't be uploaded; null while they are, or are to be.</param>
    /// <param name="ahead">How many go before it; null if that is not known.</param>
    public static Wait OfFiles(LineView line, string? obstacle, long? ahead) =>
        Of(line, ahead) is { IsObstacle: true } other ? other
        : obstacle is not null ? new Wait("files", obstacle, IsObstacle: true)
        : new Wait("files", $"its files are uploaded to the vendor as its turn comes near{Before(ahead)}");

    /// <summary>How long until a generation starts: free slots first, at the pace of submits; then as slots come free.</summary>
    /// <param name="ahead">How many go before it.</param>
    /// <param name="line">What its model's line waits for.</param>
    /// <returns>Null if no account can be used.</returns>
    public static TimeSpan? Estimate(LineView line, long ahead)
    {
        var usable = line.Usable.ToList();
        if (usable.Count == 0)
            return null;
        var free = usable.Sum(account => account.Free);
        var submitsPerSecond = usable.Sum(account => 1 / account.Limits.Spacing.TotalSeconds);
        var startsPerSecond = usable.Sum(account =>
            account.Limits.Slots / Math.Max(account.Quota.SlotSeconds ?? UnknownSlotSeconds, account.Limits.Spacing.TotalSeconds));
        var byRate = ahead / submitsPerSecond;
        var bySlots = ahead < free ? 0 : (ahead - free + 1) / startsPerSecond;
        return TimeSpan.FromSeconds(Math.Min(Math.Max(byRate, bySlots), TimeSpan.FromDays(365).TotalSeconds));
    }

    // One that was not reached is paused too after a while; that is not what a person has to see to.
    private static string WordOf(IEnumerable<AccountSupply> accounts) =>
        accounts.All(account => account.State.MissedSince is not null) ? "unreachable" : "paused";

    private static string Before(long? ahead) => ahead switch
    {
        null or 0 => "",
        1 => "; one goes before it",
        _ => string.Create(CultureInfo.InvariantCulture, $"; {ahead} go before it"),
    };
}

/// <summary>Why a generation waits.</summary>
/// <param name="Reason">A word: <c>turn</c>, <c>slots</c>, <c>pace</c>, <c>paused</c>, <c>unreachable</c>, <c>no_account</c>, <c>archive_room</c> or <c>files</c>.</param>
/// <param name="WaitingFor">The same as a sentence, with what to do about it where something can be done.</param>
/// <param name="IsObstacle">It would not start if it were its turn, and nobody knows when it will.</param>
internal sealed record Wait(string Reason, string WaitingFor, bool IsObstacle = false);
