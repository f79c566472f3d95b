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

    /// <summary>How a prompt names its references: <c>per_kind</c> (Image 1, Video 1) or <c>one_sequence</c> (character1, character2).</summary>
    [JsonPropertyName("numbering")]
    public required string Numbering { get; init; }

    /// <summary>How seconds of input video are billed.</summary>
    [JsonPropertyName("billing")]
    public required BillingView Billing { get; init; }

    /// <summary>What a second costs, by region; of the regions of this installation's accounts where those are known, else of all.</summary>
    [JsonPropertyName("prices")]
    public required IReadOnlyList<Price> Prices { get; init; }
}

/// <summary>What stands in <c>input</c>. Lengths of text are in characters (Unicode scalar values).</summary>
internal sealed record InputView
{
    /// <summary>The names that it may have.</summary>
    [JsonPropertyName("fields")]
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Longest <c>prompt</c>.</summary>
    [JsonPropertyName("max_prompt")]
    public required int MaxPrompt { get; init; }

    /// <summary>Longest <c>negative_prompt</c>; absent where there is none.</summary>
    [JsonPropertyName("max_negative_prompt")]
    public int? MaxNegativePrompt { get; init; }

    /// <summary>Reference images and videos together.</summary>
    [JsonPropertyName("max_references")]
    public required int MaxReferences { get; init; }

    /// <summary>The kinds of references that it takes.</summary>
    [JsonPropertyName("media")]
    public required IReadOnlyList<MediaView> Media { get; init; }

    /// <summary>Longest address.</summary>
    [JsonPropertyName("max_url")]
    public required int MaxUrl { get; init; }

    /// <summary>Bytes of an image in a data URI, decoded; absent where there are none.</summary>
    [JsonPropertyName("max_data_bytes")]
    public int? MaxDataBytes { get; init; }
}

/// <summary>One kind of reference.</summary>
internal sealed record MediaView
{
    /// <summary><c>image</c>, <c>video</c> or <c>first_frame</c>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The word for it in <c>input.media</c>; absent where only the end of its address tells.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>How many at most; absent: as many as references.</summary>
    [JsonPropertyName("max")]
    public int? Max { get; init; }

    /// <summary>What its address may begin with: <c>web</c> (http and https), <c>oss</c>, <c>data</c>.</summary>
    [JsonPropertyName("urls")]
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>The formats of files, as ends of their names.</summary>
    [JsonPropertyName("formats")]
    public required IReadOnlyList<string> Formats { get; init; }
}

/// <summary>One field of <c>parameters</c>.</summary>
internal sealed record ParameterView
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary><c>choice</c>, <c>integer</c> or <c>switch</c>.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>The words of a choice.</summary>
    [JsonPropertyName("values")]
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The least value of an integer.</summary>
    [JsonPropertyName("min")]
    public long? Min { get; init; }

    /// <summary>The greatest value of an integer.</summary>
    [JsonPropertyName("max")]
    public long? Max { get; init; }

    /// <summary>The greatest value where a reference is a video; absent: the same.</summary>
    [JsonPropertyName("max_beside_video")]
    public long? MaxBesideVideo { get; init; }

    /// <summary>What it is where the request does not say, as text.</summary>
    [JsonPropertyName("default")]
    public string? Default { get; init; }
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
    /// <summary>What <c>input_caps</c> is looked up by: the number of <c>videos</c>, or of all <c>references</c>.</summary>
    [JsonPropertyName("divisor")]
    public required string Divisor { get; init; }

    /// <summary>Seconds billed of each input video at most, where that number is 1, 2, 3...</summary>
    [JsonPropertyName("input_caps")]
    public required IReadOnlyList<decimal> InputCaps { get; init; }
}
