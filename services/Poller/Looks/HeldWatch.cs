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
        (AskedAt, toldUntil) = (now, now);
        (CreatedFrom, CreatedTo) = (watch.SubmittedAt.AddSeconds(-5), watch.SubmittedAt.AddSeconds(1));
        See(SightingOf(watch, now), times, lowestPrice);
    }

    // What a process whose clock was ahead has noted would be worth no look until that time has come.
    private static Sighting SightingOf(Watch watch, DateTimeOffset now)
    {
        var since = Past(watch.StartedAt ?? watch.SubmittedAt);
        return new Sighting(watch.StartedAt is not null, since, Past(watch.SeenAt ?? since));

        DateTimeOffset Past(DateTimeOffset time) => time < now ? time : now;
    }

    private readonly Lock gate = new();
    private DateTimeOffset toldUntil;

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

    /// <summary>When a list last showed, in whichever way, that it had not ended.</summary>
    public DateTimeOffset? UnfinishedAt { get; set; }

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

    /// <summary>The last list could not tell whether it ran.</summary>
    public bool InDoubt { get; set; }

    /// <summary>The last list that left it out was narrowed to its model.</summary>
    public bool LeftOutByName { get; set; }

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

    /// <summary>
    /// Whether it tells that it has not ended when a list of those that succeeded leaves it out: only of a running one that lists have shown.
    /// Another may be one that they never show, such as under another name of its model.
    /// </summary>
    public bool MayBeLeftOut => Listable && Seen.Running && ListedAt is not null;

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
        (Seen, Times, Gone, InDoubt) = (seen, times, false, false);
        // A running task costs two look-ups to judge; a waiting one is worth setting aside.
        QuietUntil = seen.Running ? seen.At : LookTiming.NextLook(times, seen, lowestPrice);
    }

    /// <summary>The age in seconds, counted from its start, up to which its running was told to the histories.</summary>
    public double ToldUntil(DateTimeOffset started) => Math.Max(0, (toldUntil - started).TotalSeconds);

    /// <summary>Between which ages in seconds it ran since it was last told; null if that is nothing. Counts as told then.</summary>
    public (double From, double To)? TellRan()
    {
        var seen = Seen;
        if (!seen.Running || seen.At <= toldUntil || seen.At <= seen.Since)
            return null;
        var from = ToldUntil(seen.Since);
        toldUntil = seen.At;
        return (from, (seen.At - seen.Since).TotalSeconds);
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

    /// <summary>
    /// What a list of those that succeeded would save of it, in seconds. It does not tell when a task begins to run, and a task that has
    /// failed is not on it: that shows once the running ones are listed again.
    /// </summary>
    public double SucceededGain(DateTimeOffset now, TimeSpan lag) => !MayBeLeftOut
        ? 0
        : Times.Worth * LookTiming.EndWait(Times, Seen, now - lag);

    /// <summary>How many that were submitted together with it have ended, for each that is not known to have.</summary>
    public double EndedBeside(DateTimeOffset now) => Seen.Running
        ? Times.Render.Over((now - Seen.Since).TotalSeconds) / (1 - Times.Render.Over((Seen.At - Seen.Since).TotalSeconds))
        : 0;

    /// <summary>The chance that it has ended.</summary>
    public double Chance(DateTimeOffset now) => now < QuietUntil ? 0 : LookTiming.ChanceOfEnd(Times, Seen, now);

    private Sighting SeenWaiting => NotRunningAt > Seen.At ? Seen with { At = NotRunningAt } : Seen;
}
