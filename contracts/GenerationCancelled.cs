using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The generation was given up, on request or since it was not begun in time. Sent by the saga to anyone.
/// </summary>
[PublicMessage]
[EntityName("wan.generation-cancelled")]
[MessageUrn("wan:generation-cancelled")]
public sealed record GenerationCancelled
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

    /// <summary>True: the task ran to its end and its result was thrown away, so it is paid.</summary>
    [JsonPropertyName("paid")]
    public required bool Paid { get; init; }

    /// <summary>As in <see cref="CancellationReason"/>: <c>requested</c> or <c>not_started</c>. Absent from earlier versions, which know <c>requested</c> alone.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>W3C trace id of the request.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }
}
