namespace Wan.Poller.Timing;

/// <summary>
/// What looks cost and what waiting is worth, all in one place. The unit is a second for which a result lies there unknown. These are choices of ours, and each says what it trades;
/// what they lead to is measured by the benchmark <c>polling</c>. What the vendor says of times is in <see cref="TimePriors"/>.
/// </summary>
internal static class LookPrices
{
    /// <summary>
    /// Price of a query with all of a budget of one query a second left, in seconds of waiting; it falls with the size of the budget. A choice: with 1 a query costs as much waiting
    /// as it takes until the budget has the next one. More saves queries, less finds ends sooner while there is room, and leaves less room.
    /// </summary>
    public const double AtRest = 1;

    /// <summary>Share of the budget below which a query gets no dearer, 0 to 1. A choice: 20 times the price at rest bounds how long tasks wait while others use up the budget.</summary>
    public const double LeastLeft = 0.05;

    /// <summary>
    /// How many times cheaper a query gets while next to nothing is asked. A choice: 1.25 ms at the vendor's 20 queries a second, so that the ends of a few tasks are known within
    /// fractions of a second, for queries that nobody else wants then; <see cref="SpareShare"/> bounds how many.
    /// </summary>
    public const double MostDiscount = 40;

    /// <summary>
    /// How many times dearer a query is while the vendor's events tell of ends. A choice: queries are the safety net then, so that an event that is lost costs some five times the
    /// usual wait (the square root of this), and a task a fifth of the usual queries.
    /// </summary>
    public const double Pushed = 25;

    /// <summary>For how long an event that told of an end stands for more to come. A choice: events that cease are missed for so long at most.</summary>
    public static readonly TimeSpan PushMemory = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Share of the budget that may be spent on what is hardly worth it, 0 to 1. A choice: nine queries in 10 seconds at the vendor's 20 a second, enough to watch few tasks closely
    /// and too little to be in anybody's way.
    /// </summary>
    public const double SpareShare = 0.045;

    /// <summary>For how long that share is saved while nothing can have ended. A choice: a few dozen queries for the minute in which a task is likely to end.</summary>
    public static readonly TimeSpan SpareSaving = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Share of the budget for tasks of which nothing was heard for too long, 0 to 1. A choice: one a second at the vendor's 20; with more of it what has ended would have to wait
    /// for thousands of silent ones, with less those that no list shows would stay silent for longer.
    /// </summary>
    public const double SilentShare = 0.05;

    /// <summary>For how long that share is saved. A choice: a burst of two of them at most.</summary>
    public static readonly TimeSpan SilentSaving = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The least part of a query that asking for one task costs, 0 to 1, however sure it is that it has ended and the query had to be spent in any case. A choice: without it the gain
    /// for each query would have no bound, and no list would ever come before such a task.
    /// </summary>
    public const double LeastOfQuery = 0.05;

    /// <summary>
    /// Worth of a second of not knowing that a task has begun, where one of not knowing that it has ended is 1. A choice: a start is only shown, an end frees a slot and brings
    /// the video; more would spend queries on tasks that wait.
    /// </summary>
    public const double WorthOfStart = 0.03;

    /// <summary>
    /// Render time in seconds below which a task is short, and a second of its slot's time worth more: the least of the vendor's "usually 1 to 5
    /// minutes". Less would watch tasks of half a minute as loosely as those of minutes.
    /// </summary>
    public const double ShortSeconds = 60;

    /// <summary>Worth of a second at most. A choice: reached by tasks of 6 seconds; beyond that a few of them would use up the budget of all.</summary>
    public const double MostWorth = 100;
}
