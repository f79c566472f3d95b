namespace Wan.Soak;

/// <summary>What is drawn from a seed.</summary>
internal static class Draws
{
    /// <summary>A length of time.</summary>
    public static TimeSpan Seconds(this Random random, double least, double most) =>
        TimeSpan.FromMilliseconds(Math.Round(1000 * (least + ((most - least) * random.NextDouble()))));

    /// <summary>Any of these.</summary>
    public static T Pick<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>All of these in any order, and again, without an end: each gets its turn.</summary>
    public static IEnumerable<T> InTurns<T>(this Random random, IEnumerable<T> choices)
    {
        var turns = choices.ToArray();
        while (true)
        {
            random.Shuffle(turns);
            foreach (var choice in turns)
                yield return choice;
        }
    }
}
