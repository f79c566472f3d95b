using System.Text.Json.Serialization;

namespace Wan.Hosting.Doors;

/// <summary>Answer to <c>GET /</c>.</summary>
internal sealed record IndexView
{
    /// <summary>The process that answers, such as <c>Wan.Intake</c>.</summary>
    [JsonPropertyName("service")]
    public required string Service { get; init; }

    /// <summary>The version of its program, with the commit behind a <c>+</c>.</summary>
    [JsonPropertyName("version")]
    public string? Version { get; init; }

    /// <summary>Where the API is described for people; absent where it is not.</summary>
    [JsonPropertyName("documentation")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Documentation { get; init; }

    /// <summary>Where it is described for programs (OpenAPI 3.1); absent where it is not.</summary>
    [JsonPropertyName("description")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>The addresses, in the order of their paths.</summary>
    [JsonPropertyName("addresses")]
    public required IReadOnlyList<IndexAddress> Addresses { get; init; }
}

/// <summary>One address.</summary>
internal sealed record IndexAddress
{
    /// <summary>Its path, with <c>{...}</c> for what has to be put in.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>The methods of HTTP that it takes.</summary>
    [JsonPropertyName("methods")]
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>What it does; absent of what is no part of the API.</summary>
    [JsonPropertyName("summary")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Summary { get; init; }
}
