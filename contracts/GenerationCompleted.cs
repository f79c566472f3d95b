using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The video is archived. Sent by the saga to anyone.
/// </summary>
[PublicMessage]
[EntityName("wan.generation-completed")]
[MessageUrn("wan:generation-completed")]
public sealed record GenerationCompleted
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>The requester's own id, as given.</summary>
    [JsonPropertyName("client_request_id")]
    public string? ClientRequestId { get; init; }

    /// <summary>On whose behalf.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>The requester's own labels, as given.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The model's name as the vendor spells it, such as <c>wan2.7-r2v</c>.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>The proof.</summary>
    [JsonPropertyName("video")]
    public required ArchivedVideo Video { get; init; }

    /// <summary>Address of the video: absolute where <c>Intake:PublicUrl</c> says below what, else its path below Intake's address.</summary>
    [JsonPropertyName("video_url")]
    public required string VideoUrl { get; init; }

    /// <summary>What it was expected to cost, if the price is known.</summary>
    [JsonPropertyName("estimated")]
    public Money? Estimated { get; init; }

    /// <summary>What it cost by the vendor's usage, if the price is known.</summary>
    [JsonPropertyName("settled")]
    public Money? Settled { get; init; }

    /// <summary>W3C trace id of the request.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }
}
