using System.Text.Json.Serialization;
using Wan.DashScope.Prices;

namespace Wan.Intake.Models;

/// <summary>Answer to <c>GET /v1/models</c>.</summary>
internal sealed record ModelsView
{
    /// <summary>The models.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<ModelView> Items { get; init; }
}

/// <summary>What a model takes, makes and costs, by the vendor's reference.</summary>
internal sealed record ModelView
{
    /// <summary>Its name as requests spell it; with a date behind it (<c>-2026-06-12</c>) it is a version of the same.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The family whose rules it follows.</summary>
    [JsonPropertyName("family")]
    public required string Family { get; init; }

    /// <summary>Whether some account of this installation may run it.</summary>
    [JsonPropertyName("available")]
    public required bool Available { get; init; }

    /// <summary>The vendor's page that says so.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    /// <summary>What stands in <c>input</c>.</summary>
    [JsonPropertyName("input")]
    public required InputView Input { get; init; }

    /// <summary>What stands in <c>parameters</c>.</summary>
    [JsonPropertyName("parameters")]
    public required IReadOnlyList<ParameterView> Parameters { get; init; }

    /// <summary>Which parameters make which picture.</summary>
    [JsonPropertyName("sizes")]
    public required IReadOnlyList<SizeView> Sizes { get; init; }

    /// <summary>Pictures a second of the video; absent where that is not known.</summary>
    [JsonPropertyName("fps")]
    public int? Fps { get; init; }

    /// <summary>How a prompt names its references: <c>per_kind</c> (Image 1, Video 1, Audio 1), <c>one_sequence</c> (character1, character2) or <c>none</c>.</summary>
    [JsonPropertyName("numbering")]
    public required string Numbering { get; init; }

    /// <summary>How seconds of input video are billed.</summary>
    [JsonPropertyName("billing")]
    public required BillingView Billing { get; init; }

    /// <summary>Whether there is sound: <c>always</c>, <c>input</c> (as in the video that is edited), or the name of the parameter that turns it off.</summary>
    [JsonPropertyName("sound")]
    public required string Sound { get; init; }

    /// <summary>Seconds that the video may last, where no parameter says how many: as many as the one that is edited, within these. Absent where one does.</summary>
    [JsonPropertyName("output_seconds")]
    public RangeView? OutputSeconds { get; init; }

    /// <summary>How sure all this is.</summary>
    [JsonPropertyName("facts")]
    public FactsView? Facts { get; init; }

    /// <summary>What a second costs, by region; of the regions of this installation's accounts where those are known, else of all.</summary>
    [JsonPropertyName("prices")]
    public required IReadOnlyList<Price> Prices { get; init; }
}

/// <summary>A picture and the parameters that make it.</summary>
internal sealed record SizeView
{
    /// <summary>The value of <c>resolution</c>; absent where that does not choose.</summary>
    [JsonPropertyName("resolution")]
    public string? Resolution { get; init; }

    /// <summary>The value of <c>ratio</c>; absent where that does not choose.</summary>
    [JsonPropertyName("ratio")]
    public string? Ratio { get; init; }

    /// <summary>The value of <c>size</c>; absent where that does not choose.</summary>
    [JsonPropertyName("size")]
    public string? Size { get; init; }

    /// <summary>Pixels; absent where they follow from an input or are not known.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Pixels; absent where they follow from an input or are not known.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>480, 720 or 1080: which of <c>prices</c> applies.</summary>
    [JsonPropertyName("tier")]
    public required int Tier { get; init; }
}

/// <summary>How seconds of input video are billed, beside those of the result.</summary>
internal sealed record BillingView
{
    /// <summary><c>capped</c>: as many as <see cref="InputCaps"/> say; <c>full</c>: all; <c>none</c>.</summary>
    [JsonPropertyName("input")]
    public required string Input { get; init; }

    /// <summary>What <c>input_caps</c> is looked up by: the number of <c>videos</c>, or of all <c>references</c>. Absent where it is not capped.</summary>
    [JsonPropertyName("divisor")]
    public string? Divisor { get; init; }

    /// <summary>Seconds billed of each input video at most, where that number is 1, 2, 3... Absent where it is not capped.</summary>
    [JsonPropertyName("input_caps")]
    public IReadOnlyList<decimal>? InputCaps { get; init; }
}

/// <summary>From how many to how many seconds.</summary>
internal sealed record RangeView
{
    /// <summary>Seconds at least.</summary>
    [JsonPropertyName("min")]
    public decimal? Min { get; init; }

    /// <summary>Seconds at most.</summary>
    [JsonPropertyName("max")]
    public decimal? Max { get; init; }
}

/// <summary>How sure the rules of a model are, in sentences without a full stop.</summary>
internal sealed record FactsView
{
    /// <summary>Where most of them were read, and when.</summary>
    [JsonPropertyName("certain")]
    public required string Certain { get; init; }

    /// <summary>What the vendor's pages contradict each other about or don't say, and what is done about it.</summary>
    [JsonPropertyName("doubted")]
    public required IReadOnlyList<string> Doubted { get; init; }
}
