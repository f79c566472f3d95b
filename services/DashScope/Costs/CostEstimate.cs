using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.DashScope.Prices;

namespace Wan.DashScope.Costs;

/// <summary>What a request will cost as far as it can be told beforehand. The vendor's <c>usage</c> settles it.</summary>
public sealed record CostEstimate
{
    /// <summary>Seconds of input video that are billed at least; equal to the most where all lengths are known or there is no video.</summary>
    [JsonPropertyName("input_seconds_min")]
    public required decimal InputSecondsMin { get; init; }

    /// <summary>Seconds of input video that are billed at most, by the family's rule.</summary>
    [JsonPropertyName("input_seconds_max")]
    public required decimal InputSecondsMax { get; init; }

    /// <summary>Seconds of the video to be made, which are all billed; the most, where the vendor decides how long it is.</summary>
    [JsonPropertyName("output_seconds")]
    public required decimal OutputSeconds { get; init; }

    /// <summary>The fewest seconds of the video to be made. Absent: it is as long as <see cref="OutputSeconds"/> say.</summary>
    [JsonPropertyName("output_seconds_min")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? OutputSecondsMin { get; init; }

    /// <summary>What a second costs in the dearest region of the accounts that may run it, with its date and source. Absent: unknown.</summary>
    [JsonPropertyName("unit_price")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Price? UnitPrice { get; init; }

    /// <summary>What a second costs in the cheapest region of the accounts that may run it. Absent: the same in all of them, or unknown.</summary>
    [JsonPropertyName("unit_price_min")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Price? UnitPriceMin { get; init; }

    /// <summary>The least it can cost, in the cheapest region. Absent: unknown, which is not zero.</summary>
    [JsonPropertyName("amount_min")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? AmountMin { get; init; }

    /// <summary>The most it can cost, in the dearest region whose price is known. Absent: unknown, which is not zero.</summary>
    [JsonPropertyName("amount_max")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? AmountMax { get; init; }

    /// <summary>Where the price is unknown, also in one region of several: why, and what to do.</summary>
    [JsonPropertyName("unknown")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unknown { get; init; }
}
