using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// A generation that had ended long ago, and its request, are no longer kept; its video is kept or not by rules of its own. Sent by Intake to anyone,
/// at its end and, if that breaks off, once more.
/// </summary>
[PublicMessage]
[EntityName("wan.generation-deleted")]
[MessageUrn("wan:generation-deleted")]
public sealed record GenerationDeleted
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

    /// <summary>How it had ended: <c>completed</c>, <c>failed</c>, <c>cancelled</c> or <c>rejected</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>When it was accepted. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    [JsonPropertyName("deleted_at")]
    public required DateTimeOffset DeletedAt { get; init; }
}
