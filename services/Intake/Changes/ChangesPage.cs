using System.Text.Json.Serialization;

namespace Wan.Intake.Changes;

/// <summary>What has changed since a place, in the order of the last changes.</summary>
internal sealed record ChangesPage
{
    /// <summary>The changes that anybody may want to hear of. A generation that changes again comes again, with what was told before.</summary>
    [JsonPropertyName("changes")]
    public required IReadOnlyList<NotableChange> Changes { get; init; }

    /// <summary>From where on to read the next page, as <c>at</c> and <c>id</c>; where the place that was asked from if nothing has changed.</summary>
    [JsonPropertyName("next_at")]
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>See <see cref="NextAt"/>; null for behind all that changed at that time.</summary>
    [JsonPropertyName("next_id")]
    public string? NextId { get; init; }

    /// <summary>Up to when nothing more can come; null where that is not known, since the clock is wrong.</summary>
    [JsonPropertyName("complete_until")]
    public DateTimeOffset? CompleteUntil { get; init; }
}
