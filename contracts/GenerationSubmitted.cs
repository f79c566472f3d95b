using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The vendor accepted the task. Sent by Submitter to the saga.
/// </summary>
[EntityName("wan.generation-submitted")]
[MessageUrn("wan:generation-submitted")]
public sealed record GenerationSubmitted
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

    /// <summary>Id of the one POST that made the task.</summary>
    [JsonPropertyName("attempt_id")]
    public required string AttemptId { get; init; }

    /// <summary>When the vendor's answer came. ISO 8601, UTC.</summary>
    [JsonPropertyName("submitted_at")]
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>
    /// How the task was found, where the POST's own answer did not name it: <c>request_id</c> or <c>prompt</c> (the vendor's list shows it), or
    /// <c>operator</c>. Absent: the answer named it.
    /// </summary>
    [JsonPropertyName("found_by")]
    public string? FoundBy { get; init; }

    /// <summary>How many POSTs there were for the generation so far, those that made no task included. Absent from earlier versions.</summary>
    [JsonPropertyName("attempts")]
    public int? Attempts { get; init; }

    /// <summary>The vendor's id of the POST.</summary>
    [JsonPropertyName("vendor_request_id")]
    public string? VendorRequestId { get; init; }
}
