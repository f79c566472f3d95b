namespace Wan.DashScope.Client;

/// <summary>What became of one call of the task list.</summary>
public abstract record ListOutcome
{
    private ListOutcome()
    {
    }

    /// <summary>One page.</summary>
    public sealed record Listed(TaskListPage Page) : ListOutcome;

    /// <summary>Asked too often (429).</summary>
    public sealed record Throttled(DashScopeError Error, ThrottleKind Kind) : ListOutcome;

    /// <summary>The account is the problem.</summary>
    public sealed record Unauthorised(DashScopeError Error) : ListOutcome;

    /// <summary>No usable answer; ask again later.</summary>
    public sealed record Failed(DashScopeError Error) : ListOutcome;
}
