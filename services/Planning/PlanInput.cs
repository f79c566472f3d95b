namespace Wan.Planning;

/// <summary>A load, and the accounts that are to carry it.</summary>
internal sealed record PlanInput
{
    /// <summary>The model that all generations ask for.</summary>
    public string Model { get; init; } = "wan2.7-r2v";

    /// <summary>Seconds of each video; null for the model's default.</summary>
    public int? Duration { get; init; }

    /// <summary><c>720P</c>, or <c>1280*720</c> of a model that counts in pixels; null for the model's default.</summary>
    public string? Size { get; init; }

    /// <summary>Region whose prices apply.</summary>
    public string Region { get; init; } = "cn-beijing";

    /// <summary>How long tasks run at the vendor.</summary>
    public RenderTimes Rendering { get; init; } = new(TimeSpan.FromMinutes(5), To: null);

    /// <summary>Generations in a day.</summary>
    public int PerDay { get; init; } = 10_000;

    /// <summary>How they come over the day.</summary>
    public LoadShape Shape { get; init; } = LoadShape.Flat;

    /// <summary>Tenants that ask, each for as many, with the same weight.</summary>
    public int Tenants { get; init; } = 1;

    /// <summary>Share of them that is of high priority, 0 to 1.</summary>
    public double High { get; init; }

    /// <summary>Share of low priority, 0 to 1; both together at most 1.</summary>
    public double Low { get; init; }

    /// <summary>Accounts at the vendor, all alike.</summary>
    public int Accounts { get; init; } = 1;

    /// <summary>Submits a second of each.</summary>
    public double SubmitsPerSecond { get; init; } = 5;

    /// <summary>Tasks at once of each.</summary>
    public int Running { get; init; } = 5;

    /// <summary>Queries a second of each.</summary>
    public double QueriesPerSecond { get; init; } = 20;

    /// <summary>From a call of the vendor to its answer.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Accounts of which each look at a task is simulated; the others know of their ends as late as these do.</summary>
    public int Watched { get; init; } = 2;

    /// <summary>What all that is left to chance follows from.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>How generations come over the day.</summary>
internal enum LoadShape
{
    /// <summary>At any time as likely as at any other.</summary>
    Flat,

    /// <summary>More by day than by night: at noon 9 times as many as at midnight.</summary>
    Day,

    /// <summary>All at the beginning.</summary>
    Once,
}

/// <summary>How long tasks run: evenly spread from the one to the other, or log-normal around a mean, two in three between 0.5 and 1.5 times as long.</summary>
/// <param name="From">The shortest, or the mean.</param>
/// <param name="To">The longest; null where <paramref name="From"/> is the mean.</param>
internal sealed record RenderTimes(TimeSpan From, TimeSpan? To)
{
    // As the vendor's own samples are spread, and the benchmarks.
    private const double Sigma = 0.5;

    /// <summary>The next one.</summary>
    public TimeSpan Draw(Random random)
    {
        var first = random.NextDouble();
        if (To is { } to)
            return From + ((to - From) * first);
        var normal = Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * random.NextDouble());
        return From * Math.Exp((Sigma * normal) - (Sigma * Sigma / 2));
    }
}
