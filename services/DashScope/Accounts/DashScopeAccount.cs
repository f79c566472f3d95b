namespace Wan.DashScope.Accounts;

/// <summary>One account at the vendor: whose key is used, where, for what, and how much it may do at once.</summary>
public sealed record DashScopeAccount
{
    /// <summary>Our name of it, as messages and documents carry it. The one from <c>DASHSCOPE_API_KEY</c> is <c>default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The API key, as it is now where it stands in a file. Never logged, never in a message.</summary>
    public required string ApiKey { get => KeyFile?.Key ?? field; init; }

    /// <summary>The file that the key is read from; null where it does not stand in one. The account is the same whatever key is in it.</summary>
    public KeyFile? KeyFile { get; init; }

    /// <summary>Address up to and with <c>/api/v1</c>, such as <c>https://dashscope.aliyuncs.com/api/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Region whose price list applies, such as <c>cn-beijing</c> or <c>ap-southeast-1</c>; null if it can't be told from the address.</summary>
    public string? Region { get; init; }

    /// <summary>Whether its videos are paid for, by its address.</summary>
    public AccountKind Kind { get; init; } = AccountKind.Paid;

    /// <summary>Workspace id for the <c>X-DashScope-WorkSpace</c> header; null for none.</summary>
    public string? Workspace { get; init; }

    /// <summary>Models it may run, as the vendor spells them; empty for every model that is known.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Submits per second, for each model. The vendor's limit is 5.</summary>
    public double SubmitsPerSecond { get; init; } = 5;

    /// <summary>Tasks that run at once, for each model. The vendor's limit is 5.</summary>
    public int RunningTasks { get; init; } = 5;

    /// <summary>Queries, lists and cancels per second, all together. The vendor's limit is 20.</summary>
    public double QueriesPerSecond { get; init; } = 20;

    /// <summary>
    /// The part of <see cref="QueriesPerSecond"/> that is kept for finding out what became of submits without an answer; Submitter
    /// spends it, Poller the rest.
    /// </summary>
    public double RepairQueriesPerSecond { get; init; } = 1;

    /// <summary>The same with the key that it has now, for a call: what comes back of it is cleaned of the key that went out.</summary>
    public DashScopeAccount OfNow() => KeyFile is null ? this : this with { ApiKey = ApiKey, KeyFile = null };

    /// <summary>Whether it may run this model.</summary>
    public bool Runs(string model) => Models.Count == 0 || Models.Contains(model, StringComparer.Ordinal);

    /// <summary>Name, region, address and what a video costs there, for people; without the key.</summary>
    public string Describe() => $"{Name} ({Region ?? "region unknown"}) at {BaseUrl}: " + Kind switch
    {
        AccountKind.Simulated => "SIMULATED; its videos say so and cost nothing",
        AccountKind.Local => "local, not paid",
        _ => "real, and paid per second",
    };

    /// <summary>Without the key, so that an account may be logged.</summary>
    public override string ToString() => $"{Name} at {BaseUrl}";
}
