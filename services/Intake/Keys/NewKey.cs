using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Wan.Intake.Keys;

/// <summary>Body of <c>POST /v1/keys</c>: a key that is wanted.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewKey
{
    /// <summary>Who is to have it, 1 to 64 characters; no other key of the tenant that lets anybody in has this name.</summary>
    [Required]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>On whose behalf it asks, 1 to 64 letters and digits of ASCII and <c>. _ -</c>.</summary>
    [Required]
    [JsonPropertyName("tenant")]
    public string? Tenant { get; init; }

    /// <summary>Null: <see cref="Wan.Hosting.Doors.Access.Scopes.Default"/>.</summary>
    [JsonPropertyName("scopes")]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Seconds that it is good for; null: without an end.</summary>
    [JsonPropertyName("expires_in")]
    public double? ExpiresIn { get; init; }
}
