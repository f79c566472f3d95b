using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// One thing that is wrong or odd about a request.
/// </summary>
public sealed record Finding
{
    /// <summary><c>error</c> (the request is refused) or <c>warning</c> (it is accepted).</summary>
    [JsonPropertyName("severity")]
    public required string Severity { get; init; }

    /// <summary>Stable name of the rule, such as <c>media.too_many_videos</c>.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Where in the request: a JSON pointer (RFC 6901), such as <c>/input/media/5</c>; empty for the whole request.</summary>
    [JsonPropertyName("pointer")]
    public required string Pointer { get; init; }

    /// <summary>A sentence a person can act on, with the limit and the value found.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
