namespace Wan.Submitter.Line;

/// <summary>The three priorities. A lower number goes first.</summary>
internal static class Priorities
{
    public const int Count = 3;

    // A rank is the priority above the tag, so that one index gives the whole line in order.
    private const int TagBits = 60;

    /// <summary>The words that there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["high", "normal", "low"];

    /// <summary>What is not <c>high</c> or <c>low</c> is <c>normal</c>.</summary>
    public static int Parse(string? priority) => priority switch
    {
        "high" => 0,
        "low" => 2,
        _ => 1,
    };

    public static string NameOf(int priority) => priority switch
    {
        0 => "high",
        1 => "normal",
        _ => "low",
    };

    public static long Rank(int priority, long tag) => ((long)priority << TagBits) | tag;

    public static int PriorityOf(long rank) => (int)(rank >> TagBits);

    public static long TagOf(long rank) => rank & ((1L << TagBits) - 1);
}
