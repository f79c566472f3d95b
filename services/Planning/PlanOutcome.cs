namespace Wan.Planning;

/// <summary>What came of a simulated day.</summary>
internal sealed record PlanOutcome
{
    /// <summary>What was planned.</summary>
    public required PlanInput Input { get; init; }

    /// <summary>What each generation makes.</summary>
    public required PlanVideo Video { get; init; }

    /// <summary>Generations whose end is known: all.</summary>
    public required int Ended { get; init; }

    /// <summary>From the first request until the last end is known.</summary>
    public required TimeSpan Makespan { get; init; }

    /// <summary>The least that any order could take on these slots.</summary>
    public required TimeSpan Bound { get; init; }

    /// <summary>From the request to the POST, for each priority that there is.</summary>
    public required IReadOnlyDictionary<string, Spread> Waiting { get; init; }

    /// <summary>From a task's end at the vendor to its being known, of the accounts that are watched.</summary>
    public required Spread Detection { get; init; }

    /// <summary>Queries a second and account, on average for as long as looks were simulated.</summary>
    public required double QueriesPerSecond { get; init; }

    /// <summary>The most queries that an account had in a second.</summary>
    public required int MostQueries { get; init; }

    /// <summary>The most submits that an account had in a second.</summary>
    public required int MostSubmits { get; init; }

    /// <summary>The most tasks that ran at once on an account.</summary>
    public required int MostRunning { get; init; }

    /// <summary>Slots that were taken, on average over the makespan.</summary>
    public required double SlotsUsed { get; init; }

    /// <summary>Slots of all accounts.</summary>
    public required int Slots { get; init; }

    /// <summary>Generations that still waited when the day was over.</summary>
    public required int WaitingAfterDay { get; init; }

    /// <summary>Generations that all slots together could make in a day.</summary>
    public required double PossiblePerDay { get; init; }

    /// <summary>Requests a second in the hour that had most.</summary>
    public required double PeakRequestsPerSecond { get; init; }

    /// <summary>Generations a second that were begun in the hour that had most.</summary>
    public required double PeakStartsPerSecond { get; init; }

    /// <summary>The places in the load of the generations, in the order in which they were begun.</summary>
    public required IReadOnlyList<int> Order { get; init; }
}

/// <summary>How some lengths of time are spread: so many percent are this long at most (nearest rank).</summary>
/// <param name="Count">How many there are.</param>
/// <param name="P50">Half of them.</param>
/// <param name="P95">95 percent.</param>
/// <param name="P99">99 percent.</param>
/// <param name="Longest">All.</param>
internal sealed record Spread(int Count, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Longest)
{
    /// <summary>Of these.</summary>
    public static Spread Of(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return sorted.Length == 0 ? new Spread(0, default, default, default, default) : new Spread(sorted.Length, At(0.5), At(0.95), At(0.99), sorted[^1]);

        TimeSpan At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
