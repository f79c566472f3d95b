namespace Wan.Bench.Polling;

/// <summary>The figures of the results, and a table for people.</summary>
internal static class PollingFigures
{
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(1);

    public static Dictionary<string, double> Of(IReadOnlyList<CrowdResult> ours, CrowdResult plain)
    {
        var figures = new Dictionary<string, double>();
        foreach (var crowds in ours.GroupBy(result => result.Size))
        {
            var ends = crowds.SelectMany(crowd => crowd.Ends).ToList();
            Add(figures, "", crowds.Key, ends);
            figures[$"queries_per_task_{crowds.Key}"] = (double)crowds.Sum(crowd => crowd.Asked) / Math.Max(1, ends.Count);
            figures[$"qps_{crowds.Key}"] = crowds.Max(crowd => crowd.QueriesPerSecond);
            figures[$"ends_{crowds.Key}"] = ends.Count;
            Say($"{crowds.Key} in flight", ends, crowds.Sum(crowd => crowd.Asked), crowds.Sum(crowd => crowd.Lists));
        }

        Add(figures, "plain_", plain.Size, plain.Ends);
        figures[$"plain_queries_per_task_{plain.Size}"] = (double)plain.Asked / Math.Max(1, plain.Ends.Count);
        Say($"plain, {plain.Size} in flight", plain.Ends, plain.Asked, plain.Lists);
        if (figures.TryGetValue($"p95_s_{plain.Size}", out var same))
            figures[$"times_faster_than_plain_{plain.Size}"] = figures[$"plain_p95_s_{plain.Size}"] / same;
        figures["max_queries_in_a_second"] = ours.Max(result => result.MostInASecond);
        figures["throttled_queries"] = ours.Sum(result => result.Throttled);
        return figures;
    }

    private static void Add(Dictionary<string, double> figures, string prefix, int size, IReadOnlyCollection<TaskEnd> ends)
    {
        figures[$"{prefix}median_s_{size}"] = Quantile(ends, 0.5);
        figures[$"{prefix}p95_s_{size}"] = Quantile(ends, 0.95);
        figures[$"{prefix}max_s_{size}"] = Quantile(ends, 1);
    }

    // The delay that so many have at most (nearest rank).
    private static double Quantile(IReadOnlyCollection<TaskEnd> ends, double share)
    {
        double[] delays = [.. ends.Select(end => end.Delay).Order()];
        return delays.Length == 0 ? 0 : delays[(int)Math.Ceiling(share * delays.Length) - 1];
    }

    private static void Say(string crowd, IReadOnlyList<TaskEnd> ends, long asked, long lists)
    {
        Console.Error.WriteLine($"{crowd}: {ends.Count} ended, {ends.Count(end => !end.Known)} of them unknown to the last; {asked} queries, {lists} of them lists");
        var slices = ends.GroupBy(end => (end.At - ends.Min(first => first.At)).Ticks / Slice.Ticks).OrderBy(slice => slice.Key);
        foreach (var slice in slices)
            Console.Error.WriteLine($"    minute {slice.Key + 1}: {slice.Count(),5} ended, p95 {Quantile([.. slice], 0.95):0.00} s, max {Quantile([.. slice], 1):0.00} s");
    }
}
