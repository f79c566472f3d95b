using System.Text.Json.Serialization;
using Wan.Notifier.Endpoints;

namespace Wan.Notifier.Doors;

/// <summary>An endpoint as the doors show it.</summary>
internal sealed record WebhookView
{
    /// <summary>Its id; <c>callbacks</c> for what the <c>callback_url</c>s of a tenant's requests have in common.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Whose generations it hears of.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>Where webhooks are sent; absent of callbacks.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Which events it hears; absent: all.</summary>
    [JsonPropertyName("events")]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>For people.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>When it was made. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether nothing is sent there. What comes meanwhile is held.</summary>
    [JsonPropertyName("disabled")]
    public required bool Disabled { get; init; }

    /// <summary>Since when.</summary>
    [JsonPropertyName("disabled_at")]
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Why: <c>requested</c>, <c>gone</c> (it has answered 410) or <c>failing</c> (everything has failed for days).</summary>
    [JsonPropertyName("disabled_reason")]
    public string? DisabledReason { get; init; }

    /// <summary>The secret that signs, in the answer that makes the endpoint; else <c>GET .../secret</c> shows it.</summary>
    [JsonPropertyName("secret")]
    public string? Secret { get; init; }

    public static WebhookView Of(WebhookEndpoint endpoint) => new()
    {
        Id = endpoint.Url is null ? WebhookEndpoint.Callbacks : endpoint.Id,
        Tenant = endpoint.Tenant,
        Url = endpoint.Url,
        Events = endpoint.Events,
        Description = endpoint.Description,
        CreatedAt = endpoint.CreatedAt,
        UpdatedAt = endpoint.UpdatedAt,
        Disabled = endpoint.DisabledAt is not null,
        DisabledAt = endpoint.DisabledAt,
        DisabledReason = endpoint.DisabledReason,
    };
}

/// <summary>A page of endpoints, newest first.</summary>
internal sealed record WebhookPageView
{
    /// <summary>The endpoints.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<WebhookView> Items { get; init; }

    /// <summary>Cursor of the next page; absent on the last.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}

/// <summary>What an endpoint signs by.</summary>
internal sealed record WebhookSecretView
{
    /// <summary>The secret: <c>whsec_</c> and base64. The bytes behind it sign.</summary>
    [JsonPropertyName("secret")]
    public required string Secret { get; init; }

    /// <summary>Until when a secret from before signs too, beside the newest; absent if none does.</summary>
    [JsonPropertyName("earlier_until")]
    public DateTimeOffset? EarlierUntil { get; init; }

    public static WebhookSecretView Of(WebhookEndpoint endpoint, DateTimeOffset now) => new()
    {
        Secret = endpoint.Secret,
        EarlierUntil = endpoint.Earlier.Where(earlier => earlier.Until > now).Select(earlier => (DateTimeOffset?)earlier.Until).Max(),
    };
}
