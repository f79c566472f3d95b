namespace Wan.Poller.Looks;

/// <summary>
/// The submit times that a list is asked for. They are told in whole seconds, so a list of a few neighbours may well show others that were submitted
/// in the same seconds; those are members too, since what is on a page is paid for.
/// </summary>
internal static class ListWindow
{
    private const long Second = TimeSpan.TicksPerSecond;

    // A list shows up to a second and a half more than its members for the vendor's whole seconds; a quarter of it may be that.
    private const double Excess = 1.5;
    private const double LeastShare = 4;
    private const int MostPages = 5;

    /// <summary>How many pages a list should have: one, or more where so many tasks are submitted in a second that most of one would be others'.</summary>
    /// <param name="open">In the order in which they were submitted.</param>
    /// <param name="members">Tasks on a page.</param>
    public static int Pages(List<HeldWatch> open, int members)
    {
        var span = Math.Max(1, (open[^1].CreatedFrom - open[0].CreatedFrom).TotalSeconds);
        var pages = Math.Round(open.Count / span * Excess * LeastShare / members);
        return (int)Math.Clamp(pages, 1, Math.Min(MostPages, Math.Ceiling((double)open.Count / members)));
    }

    /// <summary>The first time that the list covers.</summary>
    public static DateTimeOffset From(IEnumerable<HeldWatch> members) => Floor(members.Min(member => member.CreatedFrom));

    /// <summary>The time to name as the last. The vendor may or may not count its second in.</summary>
    public static DateTimeOffset To(IEnumerable<HeldWatch> members) => Floor(members.Max(member => member.CreatedTo)).AddSeconds(1);

    /// <summary>All tasks that a list of some neighbours surely covers, but for those that lists leave out.</summary>
    /// <param name="open">In the order in which they were submitted.</param>
    /// <param name="begin">The first of the neighbours.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="taken">Those that are looked at in another way.</param>
    /// <returns>Their places.</returns>
    public static List<int> MembersOf(List<HeldWatch> open, int begin, int end, bool[] taken)
    {
        var neighbours = open.GetRange(begin, end - begin);
        var (from, to) = (From(neighbours), To(neighbours));
        while (begin > 0 && open[begin - 1].CreatedFrom >= from)
            begin--;
        var members = new List<int>(end - begin);
        for (var index = begin; index < open.Count && open[index].CreatedFrom < to; index++)
            if (!taken[index] && open[index].Listable && open[index].CreatedTo < to)
                members.Add(index);
        return members;
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => time.AddTicks(-(time.Ticks % Second));
}
