using System.Text.Json.Serialization;

namespace Wan.DashScope.Prices;

/// <summary>What one second costs, who says so and since when we know. Input and output seconds cost the same.</summary>
public sealed record Price
{
    /// <summary>Region, such as <c>cn-beijing</c>.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>A model, or the name of a family for all its models.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>480, 720 or 1080.</summary>
    [JsonPropertyName("resolution")]
    public required int Resolution { get; init; }

    /// <summary>Only with sound, only without; null where it makes no difference.</summary>
    [JsonPropertyName("audio")]
    public bool? Audio { get; init; }

    /// <summary>Per second. A string in JSON.</summary>
    [JsonPropertyName("amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public required decimal Amount { get; init; }

    /// <summary>ISO 4217 code, such as <c>CNY</c>.</summary>
    [JsonPropertyName("currency")]
    public required string Currency { get; init; }

    /// <summary>When it was read; null for one of one's own that does not say.</summary>
    [JsonPropertyName("date")]
    public DateOnly? Date { get; init; }

    /// <summary>Where it was read.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }
}
