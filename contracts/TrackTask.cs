using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Watch this task until it ends. Sent by the saga to Poller; sent again whenever the saga has heard nothing for long. Answered
/// by <see cref="GenerationStarted"/>, if it was seen to run, and then <see cref="GenerationRendered"/> or <see cref="RenderingFailed"/>.
/// </summary>
[Command]
[EntityName("wan.track-task")]
[MessageUrn("wan:track-task")]
public sealed record TrackTask
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

    /// <summary>When the vendor accepted the task. ISO 8601, UTC.</summary>
    [JsonPropertyName("submitted_at")]
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>As in <see cref="GenerationSubmitted.FoundBy"/>: an id that a person typed may be wrong, and is not believed in for long.</summary>
    [JsonPropertyName("found_by")]
    public string? FoundBy { get; init; }

    /// <summary>What the video should be; it tells when a look is worth while.</summary>
    [JsonPropertyName("expected")]
    public required ExpectedVideo Expected { get; init; }
}
