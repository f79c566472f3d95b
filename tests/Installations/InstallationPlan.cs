namespace Wan.Installations;

/// <summary>What is different from the usual in an <see cref="Installation"/>.</summary>
public sealed record InstallationPlan
{
    /// <summary>Tasks at once, for each model.</summary>
    public int RunningTasks { get; init; } = 10;

    /// <summary>Name of an account beside <c>default</c>; null for none.</summary>
    public string? SecondAccount { get; init; }

    /// <summary>Replicas of Submitter.</summary>
    public int Submitters { get; init; } = 1;

    /// <summary>Replicas of Poller.</summary>
    public int Pollers { get; init; } = 1;

    /// <summary>Replicas of Archiver.</summary>
    public int Archivers { get; init; } = 1;

    /// <summary>A service of which no replica is started yet, such as <c>Submitter</c>; null: all are.</summary>
    public string? Later { get; init; }

    /// <summary>Settings of the simulated vendor, over the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Vendor { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of the services, over the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Services { get; init; } = new Dictionary<string, string>();
}
