using Wan.Storage;

namespace Wan.Notifier.Endpoints;

/// <summary>Where a tenant wants to hear of its generations; or, without an address, what the <c>callback_url</c>s of its requests have in common.</summary>
internal sealed class WebhookEndpoint : IDocument
{
    /// <summary>How the callbacks of whoever asks are named in addresses.</summary>
    public const string Callbacks = "callbacks";

    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public required string Tenant { get; init; }

    /// <summary>The address; null of callbacks.</summary>
    public string? Url { get; set; }

    /// <summary>Which events it hears; null for all.</summary>
    public IReadOnlyList<string>? Events { get; set; }

    /// <summary>For people.</summary>
    public string? Description { get; set; }

    /// <summary>See <see cref="WebhookSecret"/>. It has to be known to sign, so that it stands here as it is.</summary>
    public required string Secret { get; set; }

    /// <summary>Those before, which sign too for a while.</summary>
    public List<EarlierSecret> Earlier { get; init; } = [];

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Since when nothing is sent there; null if it is.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Why: one of <see cref="DisabledReasons"/>.</summary>
    public string? DisabledReason { get; set; }

    /// <summary>When a range was last asked for again.</summary>
    public DateTimeOffset? RedeliveredAt { get; set; }

    // Lists show endpoints alone.
    string? IDocument.Tenant => Url is null ? null : Tenant;

    /// <summary>The id of the document of a tenant's callbacks.</summary>
    public static string CallbacksOf(string tenant) => $"{Callbacks}.{tenant}";

    /// <summary>Whether it hears of this.</summary>
    public bool Hears(string type) => Events is null || Events.Contains(type, StringComparer.Ordinal);
}

/// <summary>A secret that was replaced.</summary>
/// <param name="Secret">It.</param>
/// <param name="Until">Until when it signs.</param>
internal sealed record EarlierSecret(string Secret, DateTimeOffset Until);

/// <summary>Why an endpoint is disabled.</summary>
internal static class DisabledReasons
{
    /// <summary>Somebody asked for it.</summary>
    public const string Requested = "requested";

    /// <summary>It has answered 410.</summary>
    public const string Gone = "gone";

    /// <summary>Everything has failed for <see cref="NotifierOptions.DisableAfter"/>.</summary>
    public const string Failing = "failing";
}
