using System.Text.Json.Serialization;

namespace Wan.Fixtures;

/// <summary>What the simulated vendor says that happened (<c>GET /simulator/ledger</c>).</summary>
public sealed record Ledger
{
    /// <summary>Totals over all accounts, by name: <c>tasks</c>, <c>submits</c>, <c>throttled</c>, <c>queries</c>, <c>downloads</c> and more.</summary>
    [JsonPropertyName("counters")]
    public required IReadOnlyDictionary<string, long> Counters { get; init; }

    /// <summary>Each account by itself.</summary>
    [JsonPropertyName("accounts")]
    public IReadOnlyList<LedgerAccount> Accounts { get; init; } = [];

    /// <summary>Every task.</summary>
    [JsonPropertyName("tasks")]
    public IReadOnlyList<LedgerTask> Tasks { get; init; } = [];

    /// <summary>What went wrong on demand, by the kind of fault; kinds that never happened are not there.</summary>
    [JsonPropertyName("faults")]
    public IReadOnlyDictionary<string, LedgerFault> Faults { get; init; } = new Dictionary<string, LedgerFault>();
}

/// <summary>What a kind of fault has done since the start.</summary>
public sealed record LedgerFault
{
    /// <summary>How often it happened.</summary>
    [JsonPropertyName("fired")]
    public long Fired { get; init; }
}

/// <summary>One account of the simulated vendor.</summary>
public sealed record LedgerAccount
{
    /// <summary>Its name; one that is not configured has a name made from its key.</summary>
    [JsonPropertyName("account")]
    public required string Name { get; init; }

    /// <summary>Queries for a task.</summary>
    [JsonPropertyName("queries")]
    public long Queries { get; init; }

    /// <summary>Pages of lists.</summary>
    [JsonPropertyName("lists")]
    public long Lists { get; init; }

    /// <summary>Cancellations.</summary>
    [JsonPropertyName("cancels")]
    public long Cancels { get; init; }

    /// <summary>Those of the three that were refused as one too many.</summary>
    [JsonPropertyName("throttled_queries")]
    public long ThrottledQueries { get; init; }

    /// <summary>The most of the three that arrived in any one second, wherever it starts.</summary>
    [JsonPropertyName("max_queries_in_a_second")]
    public int MaxQueriesInASecond { get; init; }

    /// <summary>The most submits that arrived in any one second, all models together.</summary>
    [JsonPropertyName("max_submits_in_a_second")]
    public int MaxSubmitsInASecond { get; init; }

    /// <summary>By model.</summary>
    [JsonPropertyName("models")]
    public IReadOnlyDictionary<string, LedgerModel> Models { get; init; } = new Dictionary<string, LedgerModel>();

    /// <summary>Queries, lists and cancellations: what the vendor's limit counts.</summary>
    public long Asked => Queries + Lists + Cancels;
}

/// <summary>What one account asked of one model.</summary>
public sealed record LedgerModel
{
    /// <summary>The most submits that arrived in any one second.</summary>
    [JsonPropertyName("max_submits_in_a_second")]
    public int MaxSubmitsInASecond { get; init; }

    /// <summary>The most tasks that were PENDING or RUNNING at once.</summary>
    [JsonPropertyName("max_unfinished")]
    public int MaxUnfinished { get; init; }
}

/// <summary>One task of the simulated vendor.</summary>
public sealed record LedgerTask
{
    /// <summary>The vendor's id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The account's name.</summary>
    [JsonPropertyName("account")]
    public string? Account { get; init; }

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

    /// <summary>How often it was asked for by its id.</summary>
    [JsonPropertyName("queries")]
    public int Queries { get; init; }

    /// <summary>When it ended or will end.</summary>
    [JsonPropertyName("ends_at")]
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The <c>traceparent</c> of the submit.</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

    /// <summary>Billed seconds.</summary>
    [JsonPropertyName("billed_seconds")]
    public decimal BilledSeconds { get; init; }
}
