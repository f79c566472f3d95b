namespace Wan.Poller;

/// <summary>What an answer of the vendor means for a watch.</summary>
internal sealed record Verdict
{
    /// <summary>How the task ended; null if it hasn't.</summary>
    public WatchEnd? End { get; init; }

    /// <summary>When it began to run; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Answers in a row that say nothing of use.</summary>
    public int OddAnswers { get; init; }

    /// <summary>When to ask again at the earliest, where the answer was of no use.</summary>
    public TimeSpan? AskAgainIn { get; init; }

    /// <summary>Whether the vendor said for certain that it has not ended.</summary>
    public bool Alive { get; init; }
}
