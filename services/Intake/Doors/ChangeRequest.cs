using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Wan.Intake.Doors;

/// <summary>Body of <c>PATCH /v1/generations/{id}</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ChangeRequest
{
    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    [Required]
    [JsonPropertyName("priority")]
    public string? Priority { get; init; }
}
