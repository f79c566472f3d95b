using System.Text.Json.Serialization;

namespace Wan.Notifier.Feed;

/// <summary>What has changed since a place, as Intake tells it.</summary>
internal sealed record ChangesPage
{
    /// <summary>The changes.</summary>
    [JsonPropertyName("changes")]
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>From where on to read the next page.</summary>
    [JsonPropertyName("next_at")]
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>See <see cref="NextAt"/>.</summary>
    [JsonPropertyName("next_id")]
    public string? NextId { get; init; }

    /// <summary>Up to when nothing more can come; null where that is not known.</summary>
    [JsonPropertyName("complete_until")]
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>The place of the next page.</summary>
    [JsonIgnore]
    public Place Next => new(NextAt, NextId);
}

/// <summary>A place among all changes.</summary>
/// <param name="At">A time.</param>
/// <param name="Id">A generation; null for behind all that changed at that time.</param>
internal readonly record struct Place(DateTimeOffset At, string? Id = null);

/// <summary>A change of a generation that somebody may want to hear of.</summary>
internal sealed record Change
{
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Which of the generation's changes it is; 0 if it is none of them.</summary>
    [JsonPropertyName("number")]
    public required int Number { get; init; }

    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The event's name.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    [JsonPropertyName("callback_url")]
    public string? CallbackUrl { get; init; }

    /// <summary>What receivers get.</summary>
    [JsonPropertyName("body")]
    public required string Body { get; init; }

    /// <summary>Which event of its generation it is, for ids.</summary>
    [JsonIgnore]
    public string What { get; init; } = "";
}
