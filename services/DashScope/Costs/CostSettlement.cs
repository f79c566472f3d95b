using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.DashScope.Prices;

namespace Wan.DashScope.Costs;

/// <summary>What a finished task cost, from the vendor's <c>usage</c>.</summary>
public sealed record CostSettlement
{
    /// <summary>Seconds billed, input and output together. Absent: the vendor did not say.</summary>
    [JsonPropertyName("billed_seconds")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? BilledSeconds { get; init; }

    /// <summary>What a second costs, with its date and source. Absent: unknown.</summary>
    [JsonPropertyName("unit_price")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Price? UnitPrice { get; init; }

    /// <summary>The amount. Absent: unknown, which is not zero.</summary>
    [JsonPropertyName("amount")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Amount { get; init; }

    /// <summary>
    /// The amount less the most that was estimated; negative where it came cheaper. Absent: one of them is unknown or in another currency.
    /// </summary>
    [JsonPropertyName("difference")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Difference { get; init; }

    /// <summary>Where the amount is unknown: why, and what to do.</summary>
    [JsonPropertyName("unknown")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unknown { get; init; }

    /// <summary>What is odd about the vendor's <c>usage</c>: parts that can't be and are left out, and parts that contradict each other. Absent if nothing is.</summary>
    [JsonPropertyName("warnings")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}
