namespace Wan.Poller.Timing;

/// <summary>
/// A small share of the budget that is there to be used even where a look is hardly worth it. What is not used is saved for a while.
/// </summary>
/// <param name="queriesPerSecond">How many there are.</param>
/// <param name="saving">For how long they are saved.</param>
internal sealed class SpareQueries(double queriesPerSecond, TimeSpan saving)
{
    private double saved = queriesPerSecond * saving.TotalSeconds;
    private DateTimeOffset? at;

    private double Most => queriesPerSecond * saving.TotalSeconds;

    /// <summary>How many whole ones there are.</summary>
    public int Whole(DateTimeOffset now) => (int)(Fill(now) * Most);

    /// <summary>How much is there, 0 to 1.</summary>
    public double Fill(DateTimeOffset now)
    {
        if (at is { } before && now > before)
            saved = Math.Min(Most, saved + (now - before).TotalSeconds * queriesPerSecond);
        at = now;
        return Math.Max(0, saved) / Most;
    }

    /// <summary>Queries were made.</summary>
    public void Spend(int queries) => saved = Math.Max(-Most, saved - queries);
}
