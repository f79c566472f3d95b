using Wan.DashScope.Client;

namespace Wan.Poller.Looks;

/// <summary>One way to list: what a list of tasks of one status would save of each, and how much of a page it takes.</summary>
/// <param name="status">Which tasks are listed.</param>
/// <param name="window">What may be looked at, and what a list of neighbours shows beside them.</param>
/// <param name="perPage">Tasks that a page may be expected to hold.</param>
internal sealed class ListWay(DashScopeTaskStatus status, ListWindow window, double perPage)
{
    /// <summary>Pages of a list at most: none is planned that needs more, and none is read further. A power of two, as the lengths that are tried.</summary>
    public const int MostPages = 64;

    // A longer list wastes less of its pages on what it shows beside its members.
    private const int UsualPages = 4;

    private readonly double[] gains = new double[window.Count];
    private readonly double[] shownUpTo = new double[window.Count + 1];
    private int begin;
    private int end;
    private int pages;

    /// <summary>What the best list would save for each of its pages, in seconds.</summary>
    public double Gain { get; private set; }

    /// <summary>Of both ways the one that saves more for each page.</summary>
    public static ListWay Better(ListWay one, ListWay other)
    {
        one.FindBest();
        other.FindBest();
        return one.Gain >= other.Gain ? one : other;
    }

    /// <summary>Sets the next task's part, in the order in which they were submitted.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="gain">What a list would save of it, in seconds.</param>
    /// <param name="shown">How many tasks a list shows for it.</param>
    public void Set(int index, double gain, double shown) => (gains[index], shownUpTo[index + 1]) = (gain, shownUpTo[index] + shown);

    /// <summary>A task is looked at in another way; lists show it all the same.</summary>
    public void Take(int index) => gains[index] = 0;

    /// <summary>Whether the best list is for this task too.</summary>
    public bool Covers(int index) => index >= begin && index < end;

    /// <summary>The best list, with the places of its members.</summary>
    /// <param name="taken">Which are looked at in another way.</param>
    public (Look.List List, List<int> Members) Make(bool[] taken)
    {
        var members = window.MembersOf(begin, end, taken);
        return (new Look.List(status, [.. members.Select(window.At)], pages, Shown(begin, end)), members);
    }

    private double Shown(int from, int to)
    {
        var (first, last) = window.ShownWith(from, to);
        return shownUpTo[last] - shownUpTo[first];
    }

    // The neighbours in submit order that fit on the pages and save the most for each.
    private void FindBest()
    {
        (begin, end, pages, Gain) = (0, 0, 0, 0);
        var crowded = false;
        for (var length = 1; length <= UsualPages || (crowded && length <= MostPages); length *= 2)
        {
            crowded = false;
            var (from, gain) = (0, 0.0);
            for (var index = 0; index < gains.Length; index++)
            {
                gain += gains[index];
                for (; from < index && Shown(from, index + 1) > perPage * length; from++)
                    gain -= gains[from];
                var needed = Math.Max(1, (int)Math.Ceiling(Shown(from, index + 1) / perPage));
                crowded |= needed > length; // With this one alone it shows more, so that a list of many costs little more.
                if (needed <= MostPages && gain / needed > Gain)
                    (begin, end, pages, Gain) = (from, index + 1, needed, gain / needed);
            }
        }
    }
}
