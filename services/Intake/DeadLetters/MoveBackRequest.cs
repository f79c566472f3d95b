using System.Text.Json.Serialization;

namespace Wan.Intake.DeadLetters;

/// <summary>Body of <c>POST /v1/dead-letters/{queue}/move-back</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MoveBackRequest
{
    /// <summary>Most messages to take, 1 to 1,000; 100 by itself.</summary>
    [JsonPropertyName("limit")]
    public int? Limit { get; init; }
}
