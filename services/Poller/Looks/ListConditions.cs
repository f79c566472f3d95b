using Wan.Hosting;

namespace Wan.Poller.Looks;

/// <summary>What lists are good for at present, as experience shows.</summary>
internal sealed class ListConditions(int pageSize)
{
    /// <summary>The vendor's clock and ours may differ a little.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    // Where lists were once not worth it nobody would find out that they are again.
    private static readonly TimeSpan CrowdingHalves = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstFailing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestFailing = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly HashSet<string> otherwiseNamed = new(StringComparer.Ordinal);
    private bool namesInDoubt;
    private int failures;
    private double crowding = 1;
    private double succeededExcess = 1;
    private DateTimeOffset crowdedAt;

    /// <summary>How old the state is that a list shows.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>No list before this, because the last ones failed.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Whether a list has shown a task of the second that was named as its last: nobody says whether that counts.</summary>
    public bool LastSecondCounts { get; private set; }

    /// <summary>Tasks asked for on one page.</summary>
    public int PageSize { get; private set; } = pageSize;

    /// <summary>How many of our tasks a list should cover so that they fit on one page, beside those of others.</summary>
    public int Members(DateTimeOffset now) => Math.Max(1, (int)(PageSize * 0.97 / Crowding(now)));

    /// <summary>A list that was to end at a time showed a task of this time.</summary>
    public void Showed(DateTimeOffset created, DateTimeOffset last) => LastSecondCounts |= created >= last && created < last.AddSeconds(1);

    /// <summary>How many that have succeeded a list may be expected to show so that they fit on one page.</summary>
    public double SucceededOnPage => PageSize * 0.95 / succeededExcess;

    /// <summary>A page of a list of those that have succeeded came.</summary>
    /// <param name="items">Tasks on it.</param>
    /// <param name="total">Tasks on all pages, as far as known.</param>
    /// <param name="expected">How many were expected on all pages.</param>
    public void SucceededListed(int items, int total, double expected)
    {
        Answered(items, total);
        // The few of a short list say little of how many there are for each that was expected.
        succeededExcess = Math.Clamp(succeededExcess + 0.3 * ((total + 5) / (expected + 5) - succeededExcess), 0.5, PageSize);
    }

    /// <summary>A page of a list of running tasks came.</summary>
    /// <param name="items">Tasks on it.</param>
    /// <param name="total">Tasks on all pages, as far as known.</param>
    /// <param name="ours">Those on it that are ours.</param>
    /// <param name="now">The time.</param>
    public void Listed(int items, int total, int ours, DateTimeOffset now)
    {
        Answered(items, total);
        if (items > 0)
            (crowding, crowdedAt) = (Math.Clamp(Crowding(now) + 0.3 * ((double)items / Math.Max(1, ours) - Crowding(now)), 1, PageSize), now);
    }

    /// <summary>Whether lists have the tasks of a model under its name, as far as is known.</summary>
    public bool KnowByName(string model)
    {
        lock (gate)
            return !namesInDoubt && !otherwiseNamed.Contains(model);
    }

    /// <summary>A list of one model left out a task that runs and that no list has ever shown: perhaps its name is not what lists call it.</summary>
    public void DoubtNames()
    {
        lock (gate)
            namesInDoubt = true;
    }

    /// <summary>A list that was not narrowed to a model showed a task of this model under some name.</summary>
    public void Named(string model, string? name)
    {
        lock (gate)
        {
            namesInDoubt = false;
            if (name is not null && name != model)
                otherwiseNamed.Add(model);
            else
                otherwiseNamed.Remove(model);
        }
    }

    /// <summary>A list failed: the tasks are asked for one by one meanwhile.</summary>
    public void Failed(DateTimeOffset now) => NotBefore = now + Backoff.Wait(failures++, FirstFailing, LongestFailing);

    /// <summary>A task turned out to have ended; how late were the lists that showed it?</summary>
    public void Ended(DateTimeOffset? endedAt, DateTimeOffset? listedAt)
    {
        if (endedAt is not { } ended || listedAt is not { } listed)
            return;
        var late = listed - ended - ClockTolerance;
        Lag = late > Lag * 0.9 ? late : Lag * 0.9;
        if (Lag < TimeSpan.FromMilliseconds(50))
            Lag = TimeSpan.Zero;
    }

    private void Answered(int items, int total)
    {
        failures = 0;
        if (total > items && items is > 0 && items < PageSize)
            PageSize = items; // The vendor gives fewer than asked for.
    }

    // Running tasks on a page, for each of ours.
    private double Crowding(DateTimeOffset now) => 1 + (crowding - 1) * Math.Pow(0.5, (now - crowdedAt) / CrowdingHalves);
}
