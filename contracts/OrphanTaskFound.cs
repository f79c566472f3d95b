using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The vendor has made a task of a generation's request that makes no video for it: the generation has another. It is paid all the same. Sent by
/// Submitter to the saga and to anyone, when it is found, and once more when it has ended; a person should know how it came about.
/// </summary>
[PublicMessage]
[EntityName("wan.orphan-task-found")]
[MessageUrn("wan:orphan-task-found")]
public sealed record OrphanTaskFound
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

    /// <summary>The vendor's id of the task.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>When it was found. ISO 8601, UTC.</summary>
    [JsonPropertyName("found_at")]
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>When the vendor made it, by its clock. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The vendor's word for how it ended, such as <c>SUCCEEDED</c>; absent while it runs.</summary>
    [JsonPropertyName("ended_as")]
    public string? EndedAs { get; init; }

    /// <summary>What the vendor bills for it; absent while it runs, and for one that failed, which is free.</summary>
    [JsonPropertyName("usage")]
    public VideoUsage? Usage { get; init; }
}
