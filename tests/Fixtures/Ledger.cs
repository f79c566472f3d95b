using System.Text.Json.Serialization;

namespace Wan.Fixtures;

/// <summary>What the simulated vendor says that happened (<c>GET /simulator/ledger</c>).</summary>
public sealed record Ledger
{
    /// <summary>Totals over all accounts, by name: <c>tasks</c>, <c>submits</c>, <c>throttled</c>, <c>queries</c>, <c>downloads</c> and more.</summary>
    [JsonPropertyName("counters")]
    public required IReadOnlyDictionary<string, long> Counters { get; init; }

    /// <summary>Every task.</summary>
    [JsonPropertyName("tasks")]
    public IReadOnlyList<LedgerTask> Tasks { get; init; } = [];
}

/// <summary>One task of the simulated vendor.</summary>
public sealed record LedgerTask
{
    /// <summary>The vendor's id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>As submitted.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>As submitted.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>As the vendor spells it, such as <c>SUCCEEDED</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>When the submit was taken.</summary>
    [JsonPropertyName("submitted_at")]
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it ended or will end.</summary>
    [JsonPropertyName("ends_at")]
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Billed seconds.</summary>
    [JsonPropertyName("billed_seconds")]
    public decimal BilledSeconds { get; init; }
}
