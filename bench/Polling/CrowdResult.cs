namespace Wan.Bench.Polling;

/// <summary>What was seen of one crowd.</summary>
internal sealed record CrowdResult
{
    public required string Account { get; init; }

    public required int Size { get; init; }

    /// <summary>The tasks that ended while it was measured.</summary>
    public required IReadOnlyList<TaskEnd> Ends { get; init; }

    /// <summary>Queries, lists and cancels while it was measured.</summary>
    public required long Asked { get; init; }

    public required long Lists { get; init; }

    public required long Throttled { get; init; }

    public required int MostInASecond { get; init; }

    /// <summary>How long it was measured.</summary>
    public required double Seconds { get; init; }

    public double QueriesPerSecond => Asked / Seconds;
}

/// <summary>The end of a task.</summary>
/// <param name="At">When it ended at the vendor.</param>
/// <param name="Delay">Seconds until that was known; so far, if it is not known yet.</param>
/// <param name="Known">Whether it is known.</param>
internal sealed record TaskEnd(DateTimeOffset At, double Delay, bool Known);
