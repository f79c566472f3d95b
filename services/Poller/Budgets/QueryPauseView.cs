using System.Text.Json.Serialization;

namespace Wan.Poller.Budgets;

/// <summary>Why nothing is asked of the vendor with an account.</summary>
public sealed record QueryPauseView
{
    /// <summary>Until when. ISO 8601, UTC.</summary>
    [JsonPropertyName("until")]
    public required DateTimeOffset Until { get; init; }

    /// <summary><c>throttled</c> (it was asked too much), <c>failing</c> (its answers fail) or <c>unauthorised</c> (it does not accept the key).</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    // Null where nothing is in the way, or any more.
    internal static QueryPauseView? Of(Budget? budget, DateTimeOffset now) =>
        budget is { BlockedBecause: { } reason } && DateTimeOffset.FromUnixTimeMilliseconds(budget.BlockedUntil) is var until && until > now
            ? new() { Until = until, Reason = reason }
            : null;
}
