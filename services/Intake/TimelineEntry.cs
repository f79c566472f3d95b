using System.Text.Json.Serialization;

namespace Wan.Intake;

/// <summary>One thing that happened to a generation.</summary>
internal sealed record TimelineEntry
{
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    [JsonPropertyName("what")]
    public required string What { get; init; }

    [JsonPropertyName("detail")]
    public string? Detail { get; init; }
}
