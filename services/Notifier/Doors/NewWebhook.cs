using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Wan.Notifier.Doors;

/// <summary>An endpoint that is wanted.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewWebhook
{
    /// <summary>Where webhooks are to be sent: an <c>https</c> or <c>http</c> address of 2,048 characters at most, at a public host. Redirects are not followed.</summary>
    [Required]
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Which events it hears; without it, all.</summary>
    [JsonPropertyName("events")]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>For people, 256 characters at most.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Whose; without it, the key's. Only operators may name another.</summary>
    [JsonPropertyName("tenant")]
    public string? Tenant { get; init; }
}

/// <summary>What is to be changed of an endpoint; what is left out stays.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookChange
{
    /// <summary>Where webhooks are to be sent from now on, also those that wait.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Which events it hears from now on.</summary>
    [JsonPropertyName("events")]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>For people, 256 characters at most.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>True: nothing is sent there, and what comes is held. False: it is sent again; what was held is sent where it is asked for (<c>redeliver</c>).</summary>
    [JsonPropertyName("disabled")]
    public bool? Disabled { get; init; }
}
