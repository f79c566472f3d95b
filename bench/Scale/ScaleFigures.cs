namespace Wan.Bench.Scale;

/// <summary>Times of one call, in milliseconds, round by round, with none and with many.</summary>
internal sealed class ScaleFigures(string name)
{
    private readonly List<(double[] None, double[] Many)> rounds = [];

    public string Name => name;

    /// <summary>
    /// The middle one of the rounds' ratios of p50. Both sides of a round take turns, so that what else the machine does falls on both.
    /// </summary>
    public double Ratio => Middle(rounds.Select(round => Percentile(round.Many, 50) / Percentile(round.None, 50)));

    /// <summary>The ratio of the p99 of all calls: the slowest few, so that one other program's moment is in it.</summary>
    public double RatioOfP99 => Many(99) / None(99);

    public void Add(double[] none, double[] many) => rounds.Add((none, many));

    /// <summary>With none: so many of a hundred calls took no longer.</summary>
    public double None(int percent) => Percentile(rounds.SelectMany(round => round.None), percent);

    /// <summary>With many: so many of a hundred calls took no longer.</summary>
    public double Many(int percent) => Percentile(rounds.SelectMany(round => round.Many), percent);

    public static double Middle(IEnumerable<double> values) => Percentile(values, 50);

    /// <summary>So many of a hundred values are no greater.</summary>
    public static double Percentile(IEnumerable<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }
}
