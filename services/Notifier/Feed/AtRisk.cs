using System.Text.Json.Serialization;

namespace Wan.Notifier.Feed;

/// <summary>What stands in <c>data</c> beside the generation where its video is at risk.</summary>
internal sealed record AtRisk
{
    /// <summary>When the vendor deletes the result. ISO 8601, UTC.</summary>
    [JsonPropertyName("url_expires_at")]
    public required DateTimeOffset UrlExpiresAt { get; init; }

    /// <summary>What stood in the way so far; absent if it was not tried yet.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
