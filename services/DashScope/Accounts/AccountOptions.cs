namespace Wan.DashScope;

/// <summary>One entry of <c>Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>Our name of it, 1 to 64 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The API key; better <see cref="ApiKeyEnvironmentVariable"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Name of the environment variable that holds the API key.</summary>
    public string? ApiKeyEnvironmentVariable { get; set; }

    /// <summary>Address up to and with <c>/api/v1</c>. Absent: the region's shared host, Beijing without a region.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Region whose prices apply. Absent: told from the address where possible.</summary>
    public string? Region { get; set; }

    /// <summary>Workspace id, for keys that are limited to one.</summary>
    public string? Workspace { get; set; }

    /// <summary>Models it may run. None: all.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>As in <see cref="DashScopeAccount.SubmitsPerSecond"/>.</summary>
    public double? SubmitsPerSecond { get; set; }

    /// <summary>As in <see cref="DashScopeAccount.RunningTasks"/>.</summary>
    public int? RunningTasks { get; set; }

    /// <summary>As in <see cref="DashScopeAccount.QueriesPerSecond"/>.</summary>
    public double? QueriesPerSecond { get; set; }

    /// <summary>As in <see cref="DashScopeAccount.RepairQueriesPerSecond"/>; not more than <see cref="QueriesPerSecond"/>.</summary>
    public double? RepairQueriesPerSecond { get; set; }
}
