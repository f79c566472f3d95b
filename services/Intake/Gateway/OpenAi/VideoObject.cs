using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>A generation as OpenAI's videos API shows a video.</summary>
internal sealed record VideoObject
{
    /// <summary>The generation's id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("object")]
    public string Object { get; } = "video";

    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary><c>queued</c>, <c>in_progress</c>, <c>completed</c> (it is archived) or <c>failed</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Which part of its way is behind it, in percent: the vendor tells of steps, not of pictures.</summary>
    [JsonPropertyName("progress")]
    public required int Progress { get; init; }

    /// <summary>Unix time, seconds.</summary>
    [JsonPropertyName("created_at")]
    public required long CreatedAt { get; init; }

    /// <summary>When it was archived; Unix time, seconds.</summary>
    [JsonPropertyName("completed_at")]
    public long? CompletedAt { get; init; }

    /// <summary>Always null: Archiver's retention decides, and does not announce it.</summary>
    [JsonPropertyName("expires_at")]
    public long? ExpiresAt { get; init; }

    /// <summary>Its length as text, which is how that API has it; null while the vendor has not decided.</summary>
    [JsonPropertyName("seconds")]
    public string? Seconds { get; init; }

    /// <summary>Pixels, such as <c>1280x720</c>; null while the vendor has not decided.</summary>
    [JsonPropertyName("size")]
    public string? Size { get; init; }

    /// <summary>Null of a request that is large, for the images in it.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    [JsonPropertyName("error")]
    public VideoErrorObject? Error { get; init; }

    /// <summary>Always null: nothing is remixed here.</summary>
    [JsonPropertyName("remixed_from_video_id")]
    public string? RemixedFromVideoId { get; init; }

    /// <summary>Whether there is such a video for clients of this API: one that was deleted, or is to be, is no more.</summary>
    public static bool IsThere(Generation generation) => generation is { VideoDeletion: null, VideoDeletionAsked: null };

    /// <summary>The video of a generation.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="request">Its canonical request; null if that is not shown.</param>
    public static VideoObject Of(Generation generation, byte[]? request) => new()
    {
        Id = generation.Id,
        Model = generation.Model,
        Status = StatusOf(generation),
        Progress = ProgressOf(generation),
        CreatedAt = generation.CreatedAt.ToUnixTimeSeconds(),
        CompletedAt = generation.Status == "completed" ? generation.Video?.ArchivedAt.ToUnixTimeSeconds() : null,
        Seconds = SecondsOf(generation),
        Size = SizeOf(generation),
        Prompt = PromptOf(request),
        Error = ErrorOf(generation),
    };

    private static string StatusOf(Generation generation) => generation switch
    {
        { Status: "completed" } => "completed",
        { HasEnded: true } => "failed",
        { Status: "accepted" or "submitting" } or { Status: "rendering", StartedAt: null } => "queued",
        _ => "in_progress", // Uncertain too: its task may be running.
    };

    private static int ProgressOf(Generation generation) => generation switch
    {
        { Status: "completed" } => 100,
        { VendorEnd: not null, Usage: not null } => 67,
        { StartedAt: not null } => 33,
        _ => 0,
    };

    // What was asked for; of a length that was left to the vendor, the video's own once there is one.
    private static string? SecondsOf(Generation generation) =>
        generation.Expected?.Duration?.ToString(CultureInfo.InvariantCulture) ?? generation.Video?.Duration.ToString("0.###", CultureInfo.InvariantCulture);

    private static string? SizeOf(Generation generation) => generation switch
    {
        { Video: { } video } => string.Create(CultureInfo.InvariantCulture, $"{video.Width}x{video.Height}"),
        { Expected: { Width: { } width, Height: { } height } } => string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"),
        _ => null,
    };

    private static string? PromptOf(byte[]? request)
    {
        if (request is null)
            return null;
        using var document = JsonDocument.Parse(request, new() { MaxDepth = 128 });
        return document.RootElement.TryGetProperty("input", out var input) && input.TryGetProperty("prompt", out var prompt) ? prompt.GetString() : null;
    }

    private static VideoErrorObject? ErrorOf(Generation generation) => generation switch
    {
        { Status: "failed" or "cancelled", Error: { } error } => new() { Code = error.Code, Message = error.Message },
        { Status: "cancelled" } => new() { Code = "cancelled", Message = "It was cancelled." },
        { Status: "rejected" } => new()
        {
            Code = generation.Findings?.FirstOrDefault(finding => finding.Severity == "error")?.Code ?? "rejected",
            Message = string.Join(' ', ["The request was refused.", .. generation.Findings?.Select(finding => finding.Message) ?? []]),
        },
        { Status: "failed" } => new() { Code = "failed", Message = "There is no video." },
        _ => null,
    };
}

/// <summary>Why there is no video.</summary>
internal sealed record VideoErrorObject
{
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}

/// <summary>A page of videos, newest first.</summary>
internal sealed record VideoPageObject
{
    [JsonPropertyName("object")]
    public string Object { get; } = "list";

    [JsonPropertyName("data")]
    public required IReadOnlyList<VideoObject> Data { get; init; }

    [JsonPropertyName("first_id")]
    public string? FirstId { get; init; }

    /// <summary>The next page begins <c>after</c> it.</summary>
    [JsonPropertyName("last_id")]
    public string? LastId { get; init; }

    [JsonPropertyName("has_more")]
    public required bool HasMore { get; init; }
}

/// <summary>That a video is deleted.</summary>
internal sealed record DeletedVideoObject
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("object")]
    public string Object { get; } = "video.deleted";

    [JsonPropertyName("deleted")]
    public bool Deleted { get; } = true;
}
