using Wan.DashScope;

namespace Wan.Poller.Looks;

/// <summary>One way to list: what a list of tasks of one status would save of each, and how much of a page it takes.</summary>
/// <param name="status">Which tasks are listed.</param>
/// <param name="open">What may be looked at, in the order in which it was submitted.</param>
/// <param name="taken">Which are looked at already.</param>
/// <param name="size">Tasks that a list may show.</param>
/// <param name="pages">Pages that these are.</param>
internal sealed class ListWay(DashScopeTaskStatus status, List<HeldWatch> open, bool[] taken, double size, int pages)
{
    private readonly double[] gains = new double[open.Count];
    private readonly double[] onPage = new double[open.Count];
    private int begin;
    private int end;

    /// <summary>What the best list would save for each query that it costs, in seconds.</summary>
    public double Gain { get; private set; }

    /// <summary>Of both ways the one that saves more for each query.</summary>
    public static ListWay Better(ListWay one, ListWay other)
    {
        one.FindBest();
        other.FindBest();
        return one.Gain >= other.Gain ? one : other;
    }

    /// <summary>What it would save of a task, in seconds.</summary>
    public double GainOf(int index) => gains[index];

    /// <summary>Sets what it would save of a task, in seconds, and how many tasks are on the page for this one.</summary>
    public void Set(int index, double gain, double onPage) => (gains[index], this.onPage[index]) = (gain, onPage);

    /// <summary>A task is looked at in another way; it is on the page all the same.</summary>
    public void Take(int index) => gains[index] = 0;

    /// <summary>Whether the best list covers a task.</summary>
    public bool Covers(int index) => index >= begin && index < end;

    /// <summary>The best list, with the places of its members.</summary>
    public (Look.List List, List<int> Members) Make(ListConditions lists, DateTimeOffset now)
    {
        var members = ListWindow.MembersOf(open, begin, end, taken);
        var running = status == DashScopeTaskStatus.Running;
        var list = new Look.List(
            status, [.. members.Select(index => open[index])], running ? lists.Pages(members.Count, now) : pages, onPage[begin..end].Sum());
        return (list, members);
    }

    // The neighbours in submit order that fit on the pages and save the most for what they cost.
    private void FindBest()
    {
        (begin, end, Gain) = (0, 0, 0);
        var (from, gain, shown) = (0, 0.0, 0.0);
        for (var index = 0; index < gains.Length; index++)
        {
            gain += gains[index];
            shown += onPage[index];
            for (; shown > size && from < index; from++)
            {
                gain -= gains[from];
                shown -= onPage[from];
            }

            if (gain / pages > Gain)
                (begin, end, Gain) = (from, index + 1, gain / pages);
        }
    }
}
