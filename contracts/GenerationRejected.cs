using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The request breaks a rule: it was not sent to the vendor and costs nothing. Sent by Intake to anyone.
/// </summary>
[PublicMessage]
[EntityName("wan.generation-rejected")]
[MessageUrn("wan:generation-rejected")]
public sealed record GenerationRejected
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

    /// <summary>The refused message's <c>message-id</c> of AMQP, any text; absent if it had none.</summary>
    [JsonPropertyName("message_id")]
    public string? MessageId { get; init; }

    /// <summary>The refused message's <c>correlation-id</c> of AMQP, any text; absent if it had none.</summary>
    [JsonPropertyName("correlation_id")]
    public string? CorrelationId { get; init; }

    /// <summary>Everything that is wrong or odd about it.</summary>
    [JsonPropertyName("findings")]
    public required IReadOnlyList<Finding> Findings { get; init; }
}
