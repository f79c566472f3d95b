using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The vendor began to render. Sent by Poller to the saga, once; not at all for a task that had ended by the time it was looked at: then its end
/// tells when it started.
/// </summary>
[EntityName("wan.generation-started")]
[MessageUrn("wan:generation-started")]
public sealed record GenerationStarted
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

    /// <summary>The vendor's <c>scheduled_time</c> where it gave one, else when RUNNING was first seen. ISO 8601, UTC.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }
}
