namespace Wan.Intake.Events;

/// <summary>What a stream has sent: everything up to the watermark, and of what is later the changes that are in here.</summary>
/// <param name="watermark">Up to when everything was sent.</param>
internal sealed class SentChanges(DateTimeOffset watermark)
{
    private readonly SortedSet<SentChange> later = [];
    private readonly Dictionary<ulong, DateTimeOffset> times = [];

    /// <summary>Up to when everything was sent.</summary>
    public DateTimeOffset Watermark { get; private set; } = watermark;

    /// <summary>How many later ones were.</summary>
    public int Count => later.Count;

    /// <summary>The id of the last event.</summary>
    public string Cursor => EventCursor.Write(Watermark, later, later.Count);

    /// <summary>Whether it was sent.</summary>
    public bool Contains(SentChange change) => change.At <= Watermark || times.ContainsKey(change.Mark);

    /// <summary>Whether it was sent. One that was given a later time since is kept for as long as that asks for.</summary>
    public bool Knows(SentChange change)
    {
        if (times.TryGetValue(change.Mark, out var at))
        {
            if (at < change.At)
                Add(change);
            return true;
        }

        return change.At <= Watermark;
    }

    /// <summary>It is sent now.</summary>
    public void Add(SentChange change)
    {
        if (change.At <= Watermark)
            return;
        if (times.TryGetValue(change.Mark, out var at))
            later.Remove(change with { At = at });
        times[change.Mark] = change.At;
        later.Add(change);
    }

    /// <summary>Everything up to this time was sent. It never goes back.</summary>
    public void Raise(DateTimeOffset to)
    {
        if (to <= Watermark)
            return;
        Watermark = to;
        while (later.Count > 0 && later.Min.At <= to)
        {
            times.Remove(later.Min.Mark);
            later.Remove(later.Min);
        }
    }

    /// <summary>As it is now.</summary>
    public SentChanges Copy()
    {
        var copy = new SentChanges(Watermark);
        foreach (var change in later)
            copy.Add(change);
        return copy;
    }
}
