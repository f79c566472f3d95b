using System.Text.Json.Serialization;

namespace Wan.Intake.Views;

/// <summary>An archived video as every door shows it.</summary>
internal sealed record VideoView
{
    /// <summary>Where the MP4 is.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Pixels.</summary>
    [JsonPropertyName("width")]
    public required int Width { get; init; }

    /// <summary>Pixels.</summary>
    [JsonPropertyName("height")]
    public required int Height { get; init; }

    /// <summary>Frames per second.</summary>
    [JsonPropertyName("fps")]
    public required decimal Fps { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public required decimal Duration { get; init; }

    /// <summary>Whether there is a sound track.</summary>
    [JsonPropertyName("audio")]
    public required bool Audio { get; init; }

    /// <summary>Video codec as the file names it, such as <c>avc1</c>.</summary>
    [JsonPropertyName("codec")]
    public string? Codec { get; init; }

    /// <summary>What is odd about it without being wrong, a sentence each; absent if nothing is.</summary>
    [JsonPropertyName("warnings")]
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>When it was stored. ISO 8601, UTC.</summary>
    [JsonPropertyName("archived_at")]
    public required DateTimeOffset ArchivedAt { get; init; }

    /// <summary>True: it is not deleted, neither by retention nor because somebody asks; absent otherwise.</summary>
    [JsonPropertyName("hold")]
    public bool? Hold { get; init; }

    /// <summary>When the video was deleted; absent while it is kept. All else is the proof of what there was.</summary>
    [JsonPropertyName("deleted_at")]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Which rule has ended its time, or who asked for it, a sentence.</summary>
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
