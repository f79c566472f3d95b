using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// An amount of money.
/// </summary>
public sealed record Money
{
    /// <summary>Decimal number as text, such as <c>10.500000</c>.</summary>
    [JsonPropertyName("amount")]
    public required string Amount { get; init; }

    /// <summary>ISO 4217 code, such as <c>CNY</c>.</summary>
    [JsonPropertyName("currency")]
    public required string Currency { get; init; }
}
