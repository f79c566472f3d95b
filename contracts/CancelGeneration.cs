using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Asks that a generation be given up. Sent by anyone to Intake. Certain while it waits here or is PENDING at the vendor; a
/// running task can't be stopped there and is paid.
/// </summary>
[Command]
[PublicMessage]
[EntityName("wan.cancel-generation")]
[MessageUrn("wan:cancel-generation")]
public sealed record CancelGeneration
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>
    /// True: if the task already runs, its result is thrown away when it comes (it is paid all the same). Absent or false: such
    /// a generation goes on.
    /// </summary>
    [JsonPropertyName("discard")]
    public bool? Discard { get; init; }
}
