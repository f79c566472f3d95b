using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>
/// A watch that this replica holds for the length of its lease, with what has been learned of it and needs no write: lists and answers that
/// change nothing are remembered only here.
/// </summary>
internal sealed class HeldWatch
{
    /// <summary>Lists that left it out although it runs; so many, and they are no evidence for it any more.</summary>
    public const int MissesUntilBlind = 2;

    public HeldWatch(Watch watch, TaskTimes times, double lowestPrice, DateTimeOffset now)
    {
        Watch = watch;
        AskedAt = now;
        (CreatedFrom, CreatedTo) = (watch.SubmittedAt.AddSeconds(-5), watch.SubmittedAt.AddSeconds(1));
        See(
            watch.StartedAt is { } started
                ? new Sighting(Running: true, started, watch.SeenAt ?? started)
                : new Sighting(Running: false, watch.SubmittedAt, watch.SeenAt ?? watch.SubmittedAt),
            times,
            lowestPrice);
    }

    private readonly Lock gate = new();

    /// <summary>The document as claimed or last written.</summary>
    public Watch Watch { get; private set; }

    /// <summary>When the claim ends.</summary>
    public DateTimeOffset LeaseUntil => Watch.DueAt ?? DateTimeOffset.MaxValue;

    /// <summary>The last that is certain of it.</summary>
    public Sighting Seen { get; private set; }

    /// <summary>What is known of its kind.</summary>
    public TaskTimes Times { get; private set; } = null!;

    /// <summary>Until then a look is worth nothing.</summary>
    public DateTimeOffset QuietUntil { get; private set; }

    /// <summary>When a list last showed that it did not run.</summary>
    public DateTimeOffset NotRunningAt { get; set; }

    /// <summary>When a list last showed that it ran.</summary>
    public DateTimeOffset? ListedAt { get; set; }

    /// <summary>When it was last asked for by its id, or came into this replica's hands.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>Not to be asked for before this.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Something is being done for it.</summary>
    public bool Busy { get; set; }

    /// <summary>A list says that it no longer runs.</summary>
    public bool Gone { get; set; }

    /// <summary>Lists in a row that left it out although it runs.</summary>
    public int Misses { get; set; }

    /// <summary>How often it was asked for since it was last written.</summary>
    public int Asks { get; set; }

    /// <summary>Between which times the vendor made it; one time once the vendor has said so.</summary>
    public DateTimeOffset CreatedFrom { get; private set; }

    /// <inheritdoc cref="CreatedFrom"/>
    public DateTimeOffset CreatedTo { get; private set; }

    /// <summary>Whether lists are of use for it.</summary>
    public bool Listable => Misses < MissesUntilBlind && Watch.End is null;

    /// <summary>Takes a document as claimed or written, unless a later one is known: a claim may overtake the end of a write.</summary>
    public void Keep(Watch watch)
    {
        lock (gate)
        {
            if (watch.Version > Watch.Version)
                Watch = watch;
        }
    }

    /// <summary>Something certain was learned.</summary>
    public void See(Sighting seen, TaskTimes times, double lowestPrice)
    {
        (Seen, Times, Gone) = (seen, times, false);
        // A running task costs two look-ups to judge; a waiting one is worth setting aside.
        QuietUntil = seen.Running ? seen.At : LookTiming.NextLook(times, seen, lowestPrice);
    }

    /// <summary>The vendor said when it was made.</summary>
    public void Created(DateTimeOffset at) => (CreatedFrom, CreatedTo) = (at, at);

    /// <summary>What not asking for it has cost by now, in seconds.</summary>
    public double AskGain(DateTimeOffset now) => now < QuietUntil || now <= Seen.At
        ? 0
        : Times.Worth * (LookTiming.EndWait(Times, Seen, now) + LookTiming.StartWait(Times, SeenWaiting, now));

    /// <summary>What a list would save of it, in seconds. A list shows what was true some time ago.</summary>
    public double ListGain(DateTimeOffset now, TimeSpan lag)
    {
        if (!Listable || now < QuietUntil)
            return 0;
        var shown = now - lag;
        return Times.Worth * (Seen.Running || NotRunningAt <= Seen.At
            ? LookTiming.ExpectedWait(Times, Seen, shown)
            : LookTiming.StartWait(Times, SeenWaiting, shown)); // A list of running tasks can't tell waiting from ended.
    }

    /// <summary>The chance that it has ended.</summary>
    public double Chance(DateTimeOffset now) => now < QuietUntil ? 0 : LookTiming.ChanceOfEnd(Times, Seen, now);

    private Sighting SeenWaiting => NotRunningAt > Seen.At ? Seen with { At = NotRunningAt } : Seen;
}
