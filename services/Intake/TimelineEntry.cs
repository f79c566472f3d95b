using System.Text.Json.Serialization;

namespace Wan.Intake;

/// <summary>One thing that happened to a generation.</summary>
internal sealed record TimelineEntry
{
    /// <summary>When. ISO 8601, UTC.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened, a word or a few.</summary>
    [JsonPropertyName("what")]
    public required string What { get; init; }

    /// <summary>What else is known of it; absent if nothing.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }
}
