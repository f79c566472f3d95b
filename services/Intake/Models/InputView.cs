using System.Text.Json.Serialization;

namespace Wan.Intake.Models;

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

    /// <summary>Whether there must be a prompt: <c>always</c>, <c>without_media</c> (only where there is nothing else) or <c>never</c>.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>References that are needed at least.</summary>
    [JsonPropertyName("min_references")]
    public required int MinReferences { get; init; }

    /// <summary>References of all kinds together at most.</summary>
    [JsonPropertyName("max_references")]
    public required int MaxReferences { get; init; }

    /// <summary>The sets of kinds of which what is given must be one, each kind once; absent where any may stand together that <c>not_beside</c> does not keep apart.</summary>
    [JsonPropertyName("sets")]
    public IReadOnlyList<IReadOnlyList<string>>? Sets { get; init; }

    /// <summary>What it takes beside texts.</summary>
    [JsonPropertyName("media")]
    public required IReadOnlyList<MediaView> Media { get; init; }

    /// <summary>Longest address; absent where it takes none.</summary>
    [JsonPropertyName("max_url")]
    public int? MaxUrl { get; init; }

    /// <summary>Bytes of an image in a data URI, decoded; absent where there are none.</summary>
    [JsonPropertyName("max_data_bytes")]
    public int? MaxDataBytes { get; init; }
}

/// <summary>One kind of picture, film, sound or document.</summary>
internal sealed record MediaView
{
    /// <summary>
    /// <c>image</c>, <c>video</c> or <c>audio</c> to refer to; <c>first_frame</c>, <c>last_frame</c>, <c>first_clip</c>, <c>driving_audio</c>, <c>source_video</c> (which is edited), <c>document</c>, <c>link</c>.
    /// </summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The word for it in <c>input.media</c>; absent where it has a <c>field</c>, or only the end of its address tells.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The field of <c>input</c> that its address stands in; absent where that is a list.</summary>
    [JsonPropertyName("field")]
    public string? Field { get; init; }

    /// <summary>Whether it is a reference, which counts as one and which a prompt may name.</summary>
    [JsonPropertyName("reference")]
    public required bool Reference { get; init; }

    /// <summary>What a prompt calls it, before its number: <c>Image</c>, <c>Video</c>, <c>Audio</c> or <c>character</c>. Absent: it does not.</summary>
    [JsonPropertyName("identifier")]
    public string? Identifier { get; init; }

    /// <summary>How many at most; absent: as many as references.</summary>
    [JsonPropertyName("max")]
    public int? Max { get; init; }

    /// <summary>How many at most by another page of the vendor's: more are taken with a warning. Absent: the pages agree.</summary>
    [JsonPropertyName("doubted_above")]
    public int? DoubtedAbove { get; init; }

    /// <summary>The kind without which it is taken with a warning.</summary>
    [JsonPropertyName("doubted_without")]
    public string? DoubtedWithout { get; init; }

    /// <summary>The kinds that it may not stand beside.</summary>
    [JsonPropertyName("not_beside")]
    public IReadOnlyList<string>? NotBeside { get; init; }

    /// <summary>What its address may begin with: <c>web</c> (http and https), <c>oss</c>, <c>data</c>.</summary>
    [JsonPropertyName("urls")]
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Of these those that are taken with a warning.</summary>
    [JsonPropertyName("doubted_urls")]
    public IReadOnlyList<string>? DoubtedUrls { get; init; }

    /// <summary>What its file may be; absent where that is not known.</summary>
    [JsonPropertyName("limits")]
    public FileLimitView? Limits { get; init; }

    /// <summary>The formats of files, as ends of their names.</summary>
    [JsonPropertyName("formats")]
    public required IReadOnlyList<string> Formats { get; init; }
}

/// <summary>What a file may be. What is absent is no limit that is known.</summary>
internal sealed record FileLimitView
{
    /// <summary>Bytes at most.</summary>
    [JsonPropertyName("max_bytes")]
    public long? MaxBytes { get; init; }

    /// <summary>Pixels of each side at least.</summary>
    [JsonPropertyName("min_side")]
    public int? MinSide { get; init; }

    /// <summary>Pixels of each side at most.</summary>
    [JsonPropertyName("max_side")]
    public int? MaxSide { get; init; }

    /// <summary>How many times longer one side may be than the other.</summary>
    [JsonPropertyName("max_ratio")]
    public double? MaxRatio { get; init; }

    /// <summary>Seconds at least.</summary>
    [JsonPropertyName("min_seconds")]
    public decimal? MinSeconds { get; init; }

    /// <summary>Seconds at most.</summary>
    [JsonPropertyName("max_seconds")]
    public decimal? MaxSeconds { get; init; }

    /// <summary>Seconds of all of the kind together at most.</summary>
    [JsonPropertyName("max_total_seconds")]
    public decimal? MaxTotalSeconds { get; init; }
}
