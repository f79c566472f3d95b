namespace Wan.Soak;

/// <summary>What is counted in a run.</summary>
internal enum Figure
{
    Generations,
    Tasks,
    Submits,
    Kills,
    Freezes,
    BrokerKills,
    FaultsSet,
    WrongClocks,
    FullDisks,
    BrokerAlarms,
    OddMessages,
    OddRequests,
    ForeignUses,
    Held,
    Adopted,
    Resubmitted,
    Orphans,
    ForeignTasks,
    FailedAtVendor,
    Lost,
    PaidTwice,
    WrongVideos,
    Stuck,
    Unanswered,
    WrongAnswers,
    Ended,
    MessagesLeft,
    DocumentsLeft,
    BrokenLanes,
    Seconds,
}

/// <summary>How often.</summary>
internal sealed class Figures
{
    private readonly long[] counts = new long[Enum.GetValues<Figure>().Length];

    public long this[Figure figure]
    {
        get => Interlocked.Read(ref counts[(int)figure]);
        set => Interlocked.Exchange(ref counts[(int)figure], value);
    }

    public void Count(Figure figure) => Interlocked.Increment(ref counts[(int)figure]);

    /// <summary>All of them in one line.</summary>
    public override string ToString() => string.Join(", ", Enum.GetValues<Figure>().Select(figure => $"{Words(figure)} {this[figure]}"));

    private static string Words(Figure figure) =>
        string.Concat(figure.ToString().Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();
}

/// <summary>Something that must not be.</summary>
/// <param name="Figure">What it counts as.</param>
/// <param name="Text">What and where, in a line.</param>
internal sealed record Fault(Figure Figure, string Text);
