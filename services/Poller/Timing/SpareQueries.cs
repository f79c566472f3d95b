namespace Wan.Poller.Timing;

/// <summary>
/// A small share of the budget that is there to be used even where a look is hardly worth it, so that few tasks are watched closely. What is not
/// used while nothing can have ended is saved for when something may have.
/// </summary>
internal sealed class SpareQueries(double queriesPerSecond)
{
    // One query every 1.25 seconds of a budget of 20 a second.
    private const double Share = 0.04;

    private const double SavedSeconds = 20;

    private double saved = queriesPerSecond * Share * SavedSeconds;
    private DateTimeOffset? at;

    private double Most => queriesPerSecond * Share * SavedSeconds;

    /// <summary>How much is there, 0 to 1.</summary>
    public double Fill(DateTimeOffset now)
    {
        if (at is { } before && now > before)
            saved = Math.Min(Most, saved + (now - before).TotalSeconds * queriesPerSecond * Share);
        at = now;
        return Math.Max(0, saved) / Most;
    }

    /// <summary>Queries were made.</summary>
    public void Spend(int queries) => saved = Math.Max(-Most, saved - queries);
}
