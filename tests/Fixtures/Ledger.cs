using System.Text.Json.Serialization;

namespace Wan.Fixtures;

/// <summary>What the simulated vendor says that happened (<c>GET /simulator/ledger</c>).</summary>
public sealed record Ledger
{
    /// <summary>Totals over all accounts, by name: <c>tasks</c>, <c>submits</c>, <c>throttled</c>, <c>queries</c>, <c>downloads</c> and more.</summary>
    [JsonPropertyName("counters")]
    public required IReadOnlyDictionary<string, long> Counters { get; init; }

    /// <summary>The same for each account, and the most that it ever asked at once.</summary>
    [JsonPropertyName("accounts")]
    public IReadOnlyList<LedgerAccount> Accounts { get; init; } = [];

    /// <summary>Every task.</summary>
    [JsonPropertyName("tasks")]
    public IReadOnlyList<LedgerTask> Tasks { get; init; } = [];
}

/// <summary>What one account asked of the simulated vendor.</summary>
public sealed record LedgerAccount
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("account")]
    public required string Name { get; init; }

    /// <summary>The most submits that arrived in any one second, wherever it starts; all models together.</summary>
    [JsonPropertyName("max_submits_in_a_second")]
    public long MaxSubmitsInASecond { get; init; }

    /// <summary>The most queries, lists and cancels that arrived in any one second.</summary>
    [JsonPropertyName("max_queries_in_a_second")]
    public long MaxQueriesInASecond { get; init; }

    /// <summary>By model.</summary>
    [JsonPropertyName("models")]
    public IReadOnlyDictionary<string, LedgerModel> Models { get; init; } = new Dictionary<string, LedgerModel>();
}

/// <summary>What one account asked of one model.</summary>
public sealed record LedgerModel
{
    /// <summary>The most submits that arrived in any one second.</summary>
    [JsonPropertyName("max_submits_in_a_second")]
    public long MaxSubmitsInASecond { get; init; }

    /// <summary>The most tasks that were PENDING or RUNNING at once.</summary>
    [JsonPropertyName("max_unfinished")]
    public long MaxUnfinished { get; init; }
}

/// <summary>One task of the simulated vendor.</summary>
public sealed record LedgerTask
{
    /// <summary>The vendor's id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The account that it runs on.</summary>
    [JsonPropertyName("account")]
    public required string Account { get; init; }

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

    /// <summary>When it started to run or will start.</summary>
    [JsonPropertyName("scheduled_at")]
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>When it ended or will end.</summary>
    [JsonPropertyName("ends_at")]
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Billed seconds.</summary>
    [JsonPropertyName("billed_seconds")]
    public decimal BilledSeconds { get; init; }
}
