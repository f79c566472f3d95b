namespace Wan.Poller.Looks;

/// <summary>What lists are good for at present, as experience shows.</summary>
internal sealed class ListConditions(int pageSize)
{
    // The vendor's clock and ours may differ a little.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    private int failures;

    /// <summary>How old the state is that a list shows.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>No list before this, because the last ones failed.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Tasks asked for on one page.</summary>
    public int PageSize { get; private set; } = pageSize;

    /// <summary>Running tasks of the account in a window, for each of ours.</summary>
    public double Crowding { get; private set; } = 1;

    /// <summary>How many of our tasks a list should cover so that they fit on one page.</summary>
    public int Members => Math.Max(1, (int)(PageSize * 0.9 / Crowding));

    /// <summary>A page came.</summary>
    /// <param name="items">Tasks on it.</param>
    /// <param name="total">Tasks on all pages, as far as known.</param>
    /// <param name="members">Our tasks that still run among them.</param>
    public void Listed(int items, int total, int members)
    {
        failures = 0;
        if (total > items && items is > 0 && items < PageSize)
            PageSize = items; // The vendor gives fewer than asked for.
        if (members > 0)
            Crowding = Math.Max(1, Crowding + 0.3 * ((double)total / members - Crowding));
    }

    /// <summary>A list failed: the tasks are asked for one by one meanwhile.</summary>
    public void Failed(DateTimeOffset now) => NotBefore = now + TimeSpan.FromSeconds(Math.Min(60, 2 * Math.Pow(2, failures++)));

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
}
