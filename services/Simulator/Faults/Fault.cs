using System.Text.Json.Serialization;

namespace Wan.Simulator.Faults;

/// <summary>One fault as it was asked for: what, when, how often, to whom. Conditions that are not given hold.</summary>
internal sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Chance of firing, 0 to 1, at each occasion.</summary>
    public double? Probability { get; init; }

    /// <summary>Fires that many times at most.</summary>
    public int? Count { get; init; }

    /// <summary>Fires that many times at most for any one task.</summary>
    public int? PerTask { get; init; }

    /// <summary>Only for prompts that contain this text.</summary>
    public string? Match { get; init; }

    /// <summary>Only for this account, by its name.</summary>
    public string? Account { get; init; }

    /// <summary>Only for this model.</summary>
    public string? Model { get; init; }

    /// <summary>What chance is drawn from.</summary>
    public int? Seed { get; init; }

    /// <summary>Seconds from now until it can fire.</summary>
    public double? After { get; init; }

    /// <summary>Seconds for which it can fire.</summary>
    public double? For { get; init; }

    /// <summary>Length of a delay or of a shift, by kind.</summary>
    public double? Seconds { get; init; }

    /// <summary>An amount of bytes, by kind.</summary>
    public long? Bytes { get; init; }

    /// <summary>Where in the file.</summary>
    public long? Offset { get; init; }

    /// <summary>Speed of a download.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public int? Status { get; init; }

    /// <summary>The vendor's error code.</summary>
    public string? Code { get; init; }

    /// <summary>The vendor's error message.</summary>
    public string? Message { get; init; }

    /// <summary>The status word of a query.</summary>
    public string? Word { get; init; }

    /// <summary>Where a redirect leads.</summary>
    public string? Location { get; init; }

    /// <summary>Whether a submit makes a task all the same.</summary>
    public bool? Accept { get; init; }

    /// <summary>Without a condition that waits for a submit, connections are refused from now on.</summary>
    [JsonIgnore]
    public bool ShutsDoorAtOnce => this is { Kind: FaultKind.RefuseConnections, Probability: null, Count: null, Match: null, Account: null, Model: null };
}

/// <summary>A fault and how often it has fired.</summary>
internal sealed record FaultReport(Fault Fault, long Fired);

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Fault))]
internal sealed partial class FaultJson : JsonSerializerContext;
