using System.Text.Json.Serialization;

namespace Wan.Hosting;

/// <summary>Whether a process is well.</summary>
internal sealed record HealthView
{
    /// <summary><c>healthy</c>, <c>degraded</c> (it works, but something is wrong) or <c>unhealthy</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Each thing that it needs, by its name.</summary>
    [JsonPropertyName("checks")]
    public required IReadOnlyDictionary<string, CheckView> Checks { get; init; }
}

/// <summary>Whether something that a process needs is there.</summary>
internal sealed record CheckView
{
    /// <summary>As of the whole.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>What is wrong; absent if nothing is.</summary>
    [JsonPropertyName("message")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }
}
