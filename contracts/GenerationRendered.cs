using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The task succeeded and its video waits to be downloaded. Sent by Poller to the saga and to Submitter, whose slot is free now.
/// </summary>
[EntityName("wan.generation-rendered")]
[MessageUrn("wan:generation-rendered")]
public sealed record GenerationRendered
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Name of the account that runs the task, as in the configuration.</summary>
    [JsonPropertyName("account")]
    public required string Account { get; init; }

    /// <summary>The model's name as the vendor spells it, such as <c>wan2.7-r2v</c>.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>
    /// The signed result URL, encrypted with a key made from the account's API key, since a signed URL must not be readable in
    /// a message.
    /// </summary>
    [JsonPropertyName("sealed_video_url")]
    public required string SealedVideoUrl { get; init; }

    /// <summary>When the result URL dies. ISO 8601, UTC.</summary>
    [JsonPropertyName("url_expires_at")]
    public required DateTimeOffset UrlExpiresAt { get; init; }

    /// <summary>What the vendor bills.</summary>
    [JsonPropertyName("usage")]
    public VideoUsage? Usage { get; init; }

    /// <summary>The vendor's <c>submit_time</c>. ISO 8601, UTC.</summary>
    [JsonPropertyName("submitted_at")]
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The vendor's <c>scheduled_time</c>. ISO 8601, UTC.</summary>
    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The vendor's <c>end_time</c>. ISO 8601, UTC.</summary>
    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When we learned of it. ISO 8601, UTC.</summary>
    [JsonPropertyName("seen_at")]
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>How often the task was asked for by its id. Absent from earlier versions.</summary>
    [JsonPropertyName("polls")]
    public int? Polls { get; init; }

    /// <summary>
    /// Fingerprint of the prompt that the vendor made it of: SHA-256 of the prompt without white space around it, as UTF-8, 64 lower-case
    /// hexadecimal digits. Absent if the vendor did not tell the prompt.
    /// </summary>
    [JsonPropertyName("prompt_sha256")]
    public string? PromptSha256 { get; init; }

    /// <summary>The vendor's id of the query that said so.</summary>
    [JsonPropertyName("vendor_request_id")]
    public string? VendorRequestId { get; init; }
}
