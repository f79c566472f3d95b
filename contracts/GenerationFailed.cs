using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// There will be no video. Sent by the saga to anyone.
/// </summary>
[PublicMessage]
[EntityName("wan.generation-failed")]
[MessageUrn("wan:generation-failed")]
public sealed record GenerationFailed
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

    /// <summary>The vendor's id of the task, if there was one.</summary>
    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    /// <summary>Why.</summary>
    [JsonPropertyName("error")]
    public required GenerationError Error { get; init; }

    /// <summary>W3C trace id of the request.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }
}
