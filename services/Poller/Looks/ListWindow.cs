namespace Wan.Poller.Looks;

/// <summary>
/// The submit times that a list is asked for. They are told in whole seconds, so a list of a few neighbours may well show others that were submitted
/// in the same seconds; those are members too, since what is on a page is paid for.
/// </summary>
internal sealed class ListWindow
{
    private readonly List<HeldWatch> open;
    private readonly int[] firstShown;
    private readonly int[] lastShown;
    private readonly bool lastSecondCounts;

    /// <param name="open">In the order in which they were submitted.</param>
    /// <param name="lastSecondCounts">Whether the vendor is known to count the second in that is named as the last.</param>
    public ListWindow(List<HeldWatch> open, bool lastSecondCounts)
    {
        (this.open, this.lastSecondCounts) = (open, lastSecondCounts);
        (firstShown, lastShown) = (new int[open.Count], new int[open.Count]);
        var (first, last, latest) = (0, 0, DateTimeOffset.MinValue);
        for (var index = 0; index < open.Count; index++)
        {
            var from = Floor(open[index].CreatedFrom);
            while (open[first].CreatedFrom < from)
                first++;
            latest = open[index].CreatedTo > latest ? open[index].CreatedTo : latest;
            var to = LastNamed(latest, lastSecondCounts).AddSeconds(1);
            while (last < open.Count && open[last].CreatedFrom < to)
                last++;
            (firstShown[index], lastShown[index]) = (first, last);
        }
    }

    /// <summary>How many tasks there are.</summary>
    public int Count => open.Count;

    /// <summary>The first time that the list covers.</summary>
    public static DateTimeOffset From(IEnumerable<HeldWatch> members) => Floor(members.Min(member => member.CreatedFrom));

    /// <summary>The time to name as the last.</summary>
    public static DateTimeOffset To(IEnumerable<HeldWatch> members, bool lastSecondCounts) =>
        LastNamed(members.Max(member => member.CreatedTo), lastSecondCounts);

    /// <summary>A task by its place.</summary>
    public HeldWatch At(int index) => open[index];

    /// <summary>From where to where a list of some neighbours shows tasks.</summary>
    public (int First, int Last) ShownWith(int begin, int end) => (firstShown[begin], lastShown[end - 1]);

    /// <summary>All tasks that a list of some neighbours surely covers, but for those that lists leave out.</summary>
    /// <param name="begin">The first of the neighbours.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="taken">Those that are looked at in another way.</param>
    /// <returns>Their places.</returns>
    public List<int> MembersOf(int begin, int end, bool[] taken)
    {
        var to = To(open.GetRange(begin, end - begin), lastSecondCounts).AddSeconds(lastSecondCounts ? 1 : 0);
        var (first, last) = ShownWith(begin, end);
        var members = new List<int>(end - begin);
        for (var index = first; index < last; index++)
        {
            if (!taken[index] && open[index].Listable && open[index].CreatedTo < to)
                members.Add(index);
        }

        return members;
    }

    private static DateTimeOffset LastNamed(DateTimeOffset latest, bool lastSecondCounts) => Floor(latest).AddSeconds(lastSecondCounts ? 0 : 1);

    private static DateTimeOffset Floor(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
