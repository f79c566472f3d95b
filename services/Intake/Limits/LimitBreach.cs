namespace Wan.Intake.Limits;

/// <summary>A limit that a request would break.</summary>
/// <param name="Code">Which, as findings spell it.</param>
/// <param name="Limit">The limit: money, or a number of generations.</param>
/// <param name="Settled">What of it is used for good.</param>
/// <param name="Held">What of it is held for generations that have not ended.</param>
/// <param name="Asked">What the request would take; null if that is unknown.</param>
/// <param name="EndsAt">When the period is over that the limit is of; null for none.</param>
internal sealed record LimitBreach(string Code, decimal Limit, decimal Settled, decimal Held, decimal? Asked, DateTimeOffset? EndsAt)
{
    public const string Day = "budget.day";
    public const string Month = "budget.month";
    public const string Unpriced = "budget.unpriced";
    public const string Waiting = "limit.waiting";
    public const string Rate = "limit.rate";

    /// <summary>What is left; never less than nothing.</summary>
    public decimal Left => Math.Max(0, Limit - Settled - Held);

    /// <summary>It is one of money.</summary>
    public bool IsOfMoney => Code is Day or Month or Unpriced;
}
