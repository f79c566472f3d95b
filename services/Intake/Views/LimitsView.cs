using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.Intake.Ledger;
using Wan.Intake.Limits;

namespace Wan.Intake.Views;

/// <summary>A tenant's limits and how far they are used. Those that it does not have are left out.</summary>
internal sealed record LimitsView
{
    /// <summary>Whose they are.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>Requests a second, of each replica.</summary>
    [JsonPropertyName("requests_per_second")]
    public double? RequestsPerSecond { get; init; }

    /// <summary>How many of its generations may wait at once.</summary>
    [JsonPropertyName("waiting")]
    public WaitingLimitView? Waiting { get; init; }

    /// <summary>Its budget of the day (UTC).</summary>
    [JsonPropertyName("day")]
    public BudgetView? Day { get; init; }

    /// <summary>Its budget of the month (UTC).</summary>
    [JsonPropertyName("month")]
    public BudgetView? Month { get; init; }

    public static LimitsView Of(string tenant, TenantLimits limits, in LedgerStanding standing, string currency) => new()
    {
        Tenant = tenant,
        RequestsPerSecond = limits.RequestsPerSecond,
        Waiting = limits.MaxWaiting is not { } most ? null : new WaitingLimitView
        {
            Limit = most, Used = standing.Waiting, Left = Math.Max(0, most - standing.Waiting),
        },
        Day = BudgetView.Of(limits.DailyBudget, standing.OfDay, currency, LedgerRules.StartOf(standing.Day.AddDays(1))),
        Month = BudgetView.Of(limits.MonthlyBudget, standing.OfMonth, currency, LedgerRules.EndOfMonth(standing.Day)),
    };
}

/// <summary>Generations that have not ended, and how many there may be.</summary>
internal sealed record WaitingLimitView
{
    /// <summary>How many there may be.</summary>
    [JsonPropertyName("limit")]
    public required int Limit { get; init; }

    /// <summary>How many there are.</summary>
    [JsonPropertyName("used")]
    public required int Used { get; init; }

    /// <summary>How many more there may be.</summary>
    [JsonPropertyName("left")]
    public required int Left { get; init; }
}

/// <summary>A budget and what is left of it.</summary>
internal sealed record BudgetView
{
    /// <summary>The whole of it.</summary>
    [JsonPropertyName("limit")]
    public required Money Limit { get; init; }

    /// <summary>Used for good.</summary>
    [JsonPropertyName("settled")]
    public required Money Settled { get; init; }

    /// <summary>Held for generations that have not ended.</summary>
    [JsonPropertyName("held")]
    public required Money Held { get; init; }

    /// <summary>What is neither used nor held.</summary>
    [JsonPropertyName("left")]
    public required Money Left { get; init; }

    /// <summary>When the next period begins.</summary>
    [JsonPropertyName("ends_at")]
    public required DateTimeOffset EndsAt { get; init; }

    public static BudgetView? Of(decimal? limit, LedgerSum sum, string currency, DateTimeOffset endsAt)
    {
        return limit is not { } most ? null : new BudgetView
        {
            Limit = Of(most), Settled = Of(sum.Settled), Held = Of(sum.Held), Left = Of(Math.Max(0, most - sum.Settled - sum.Held)), EndsAt = endsAt,
        };

        Money Of(decimal amount) => new LedgerAmount(amount, currency).ToMoney();
    }
}
