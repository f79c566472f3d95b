using System.Text.Json.Serialization;

namespace Wan.Intake.Keys;

/// <summary>A key as the doors show it.</summary>
internal sealed record KeyView
{
    /// <summary>Its id, which is no secret.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Who has it.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>On whose behalf it asks.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>What it may do: <c>create</c>, <c>read</c>, <c>cancel</c>, <c>operate</c>.</summary>
    [JsonPropertyName("scopes")]
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Absent: it has no end.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Absent: it was not revoked.</summary>
    [JsonPropertyName("revoked_at")]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>To the hour; absent: it was never used.</summary>
    [JsonPropertyName("last_used_at")]
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The key itself, in the answer that makes it and in no other.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; init; }

    public static KeyView Of(AccessKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Tenant = key.Tenant,
        Scopes = key.Scopes,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };
}

/// <summary>A page of keys, newest first.</summary>
internal sealed record KeyPageView
{
    /// <summary>The keys.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<KeyView> Items { get; init; }

    /// <summary>Cursor of the next page; absent on the last.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}
