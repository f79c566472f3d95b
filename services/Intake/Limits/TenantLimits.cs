namespace Wan.Intake.Limits;

/// <summary>What one tenant may have made. What is null is not limited.</summary>
internal sealed class TenantLimits
{
    /// <summary>
    /// Requests for a video a second over HTTP, dry runs and repeated ones included, for each replica of Intake: divide by their number. More than 0 to 100,000.
    /// </summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>How many of these may come at once after a pause; 1 to 100,000. Absent: those of a second, at least 1.</summary>
    public int? Burst { get; set; }

    /// <summary>How many generations that have not ended there may be at once, on all replicas together; 0 takes none.</summary>
    public int? MaxWaiting { get; set; }

    /// <summary>Money for the generations of a day (UTC), on all replicas together; from 0.</summary>
    public decimal? DailyBudget { get; set; }

    /// <summary>Money for the generations of a calendar month (UTC), on all replicas together; from 0.</summary>
    public decimal? MonthlyBudget { get; set; }

    /// <summary>Under a budget: whether a request is taken whose price is not known (it counts as nothing until the vendor's usage and a price settle it).</summary>
    public bool AllowUnpriced { get; set; }

    /// <summary>Whether what is made must be counted before more is taken.</summary>
    internal bool IsLimited => MaxWaiting is not null || HasBudget;

    /// <summary>Whether there is a budget.</summary>
    internal bool HasBudget => DailyBudget is not null || MonthlyBudget is not null;
}
