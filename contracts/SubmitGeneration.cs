using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Put this generation into the waiting line and submit it to the vendor when its turn comes. Sent by Intake to Submitter, by the door and the saga;
/// sent again when Submitter says that it does not know it, or the saga has heard nothing for hours. Answered by <see cref="GenerationSubmitted"/>, <see
/// cref="SubmissionRefused"/> or <see cref="SubmissionUncertain"/>.
/// </summary>
[Command]
[EntityName("wan.submit-generation")]
[MessageUrn("wan:submit-generation")]
public sealed record SubmitGeneration
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>The model's name as the vendor spells it, such as <c>wan2.7-r2v</c>.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>
    /// The vendor's request body, of older releases' messages only, so that they are understood while an installation is upgraded. Null: it is in
    /// the store of request bodies under the generation's id, and has the hash <see cref="RequestHash"/>.
    /// </summary>
    [JsonPropertyName("body")]
    public string? Body { get; init; }

    /// <summary>Length of the vendor's request body in bytes. Null of older releases' messages.</summary>
    [JsonPropertyName("body_bytes")]
    public int? BodyBytes { get; init; }

    /// <summary>SHA-256 of the request's prompt without white space around it, 64 lower-case hexadecimal digits. Null of older releases' messages.</summary>
    [JsonPropertyName("prompt_sha256")]
    public string? PromptSha256 { get; init; }

    /// <summary>SHA-256 of the canonical request, which is the vendor's request body, 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("request_hash")]
    public required string RequestHash { get; init; }

    /// <summary>Whose share of the line it takes.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    [JsonPropertyName("priority")]
    public required string Priority { get; init; }

    /// <summary>When the generation was accepted. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The vendor is not asked for it at this time or later. ISO 8601, UTC. Null: whenever its turn comes.</summary>
    [JsonPropertyName("start_by")]
    public DateTimeOffset? StartBy { get; init; }

    /// <summary>
    /// Ids of the files that the request refers to (<c>wan-file:ID</c>), each once: they are uploaded to the vendor before its POST. Null for none, and of older releases' messages.
    /// </summary>
    [JsonPropertyName("files")]
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>What the video should be; it tells how long rendering may take.</summary>
    [JsonPropertyName("expected")]
    public required ExpectedVideo Expected { get; init; }
}
