using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

/// <summary>Which seconds of input video are billed.</summary>
public enum InputBilling
{
    /// <summary>Some: of each video as many as <see cref="BillingRule.InputCaps"/> say.</summary>
    [JsonStringEnumMemberName("capped")]
    Capped,

    /// <summary>All.</summary>
    [JsonStringEnumMemberName("full")]
    Full,

    /// <summary>None.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}

/// <summary>What divides the 5 seconds of input video that are billed at most.</summary>
public enum BillingDivisor
{
    /// <summary>The number of reference videos.</summary>
    [JsonStringEnumMemberName("videos")]
    Videos,

    /// <summary>The number of references, images included.</summary>
    [JsonStringEnumMemberName("references")]
    References,
}

/// <summary>How input video is billed.</summary>
public sealed record BillingRule
{
    /// <summary>Which seconds of input video are billed.</summary>
    public InputBilling Input { get; init; }

    /// <summary>What <see cref="InputCaps"/> is looked up by.</summary>
    public BillingDivisor Divisor { get; init; }

    /// <summary>Seconds billed of each input video at most, where the divisor is 1, 2, 3...; null where it is not capped.</summary>
    public IReadOnlyList<decimal>? InputCaps { get; init; }

    /// <summary>Seconds billed of each input video at most; null where all are.</summary>
    /// <param name="videos">Input videos.</param>
    /// <param name="references">Reference images and videos.</param>
    public decimal? Cap(int videos, int references) => Input switch
    {
        InputBilling.None => 0,
        InputBilling.Full => null,
        _ => InputCaps![Math.Clamp(Divisor == BillingDivisor.Videos ? videos : references, 1, InputCaps.Count) - 1],
    };
}
