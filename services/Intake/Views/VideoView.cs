using System.Text.Json.Serialization;

namespace Wan.Intake.Views;

/// <summary>An archived video as every door shows it.</summary>
internal sealed record VideoView
{
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    [JsonPropertyName("width")]
    public required int Width { get; init; }

    [JsonPropertyName("height")]
    public required int Height { get; init; }

    [JsonPropertyName("fps")]
    public required decimal Fps { get; init; }

    [JsonPropertyName("duration")]
    public required decimal Duration { get; init; }

    [JsonPropertyName("audio")]
    public required bool Audio { get; init; }

    [JsonPropertyName("codec")]
    public string? Codec { get; init; }

    [JsonPropertyName("warnings")]
    public IReadOnlyList<string>? Warnings { get; init; }

    [JsonPropertyName("archived_at")]
    public required DateTimeOffset ArchivedAt { get; init; }

    /// <summary>True: retention doesn't touch it; absent otherwise.</summary>
    [JsonPropertyName("hold")]
    public bool? Hold { get; init; }

    /// <summary>When the video was deleted; absent while it is kept. All else is the proof of what there was.</summary>
    [JsonPropertyName("deleted_at")]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Which rule has ended its time, a sentence.</summary>
    [JsonPropertyName("deletion_reason")]
    public string? DeletionReason { get; init; }

    /// <summary>The view of a generation's video; null while there is none.</summary>
    public static VideoView? Of(Generation generation, Uri? publicUrl) => generation.Video is not { } video ? null : new()
    {
        Url = generation.VideoUrl(publicUrl),
        Bytes = video.Bytes,
        Sha256 = video.Sha256,
        Width = video.Width,
        Height = video.Height,
        Fps = video.Fps,
        Duration = video.Duration,
        Audio = video.Audio,
        Codec = video.Codec,
        Warnings = video.Warnings,
        ArchivedAt = video.ArchivedAt,
        Hold = generation.VideoHold ? true : null,
        DeletedAt = generation.VideoDeletion?.At,
        DeletionReason = generation.VideoDeletion?.Reason,
    };
}
