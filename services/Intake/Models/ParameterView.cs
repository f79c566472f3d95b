using System.Text.Json.Serialization;

namespace Wan.Intake.Models;

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

    /// <summary>The greatest number of seconds that it and the input videos may have together; absent: there is no such limit.</summary>
    [JsonPropertyName("max_with_input")]
    public long? MaxWithInput { get; init; }

    /// <summary>The only values of an integer; absent: all from <c>min</c> to <c>max</c>.</summary>
    [JsonPropertyName("among")]
    public IReadOnlyList<long>? Among { get; init; }

    /// <summary>Values of an integer beside those that mean something else.</summary>
    [JsonPropertyName("special")]
    public IReadOnlyList<SpecialView>? Special { get; init; }

    /// <summary>The words of a choice that are taken with a warning.</summary>
    [JsonPropertyName("doubted_values")]
    public IReadOnlyList<string>? DoubtedValues { get; init; }

    /// <summary>The switches that must be on for a word to have an effect.</summary>
    [JsonPropertyName("needs")]
    public IReadOnlyList<NeedView>? Needs { get; init; }

    /// <summary>The only value that a switch may have; absent: both.</summary>
    [JsonPropertyName("only")]
    public bool? Only { get; init; }

    /// <summary>True where the vendor says that it changes nothing; else absent.</summary>
    [JsonPropertyName("no_effect")]
    public bool? NoEffect { get; init; }

    /// <summary>True where the vendor ignores it beside a first frame; else absent.</summary>
    [JsonPropertyName("ignored_beside_first_frame")]
    public bool? IgnoredBesideFirstFrame { get; init; }

    /// <summary>What it is where the request does not say, as text.</summary>
    [JsonPropertyName("default")]
    public string? Default { get; init; }
}

/// <summary>A value of an integer that is no number of what it counts.</summary>
internal sealed record SpecialView
{
    /// <summary>The value.</summary>
    [JsonPropertyName("value")]
    public required long Value { get; init; }

    /// <summary><c>automatic</c> (the vendor chooses) or <c>keep</c> (as the input video has it).</summary>
    [JsonPropertyName("means")]
    public required string Means { get; init; }
}

/// <summary>A word of a choice that has an effect only where a switch is on.</summary>
internal sealed record NeedView
{
    /// <summary>The word.</summary>
    [JsonPropertyName("value")]
    public required string Value { get; init; }

    /// <summary>The switch.</summary>
    [JsonPropertyName("switch")]
    public required string Switch { get; init; }
}
