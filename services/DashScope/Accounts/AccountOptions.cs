namespace Wan.DashScope.Accounts;

/// <summary>One entry of <c>Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>Our name of it, 1 to 64 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The API key; better <see cref="ApiKeyFile"/> or <see cref="ApiKeyEnvironmentVariable"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Full path of a file with the API key and nothing else. Another key in it is used within seconds, without a restart.</summary>
    public string? ApiKeyFile { get; set; }

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

    /// <summary>Submits per second, for each model; absent: 5, the vendor's limit.</summary>
    public double? SubmitsPerSecond { get; set; }

    /// <summary>Tasks that run at once, for each model; absent: 5, the vendor's limit.</summary>
    public int? RunningTasks { get; set; }

    /// <summary>Queries, lists and cancels per second, all together; absent: 20, the vendor's limit.</summary>
    public double? QueriesPerSecond { get; set; }

    /// <summary>The part of <see cref="QueriesPerSecond"/> that is kept for finding out what became of submits without an answer; absent: 1.</summary>
    public double? RepairQueriesPerSecond { get; set; }
}
