namespace Wan.DashScope.Client;

/// <summary>What became of one look at a task. Only <see cref="Answered"/> says anything about the task.</summary>
public abstract record QueryOutcome
{
    private QueryOutcome()
    {
    }

    /// <summary>The vendor said how the task stands.</summary>
    public sealed record Answered(DashScopeTask Task) : QueryOutcome;

    /// <summary>Asked too often (429).</summary>
    public sealed record Throttled(DashScopeError Error, ThrottleKind Kind) : QueryOutcome;

    /// <summary>The account is the problem.</summary>
    public sealed record Unauthorised(DashScopeError Error) : QueryOutcome;

    /// <summary>No usable answer (5xx, other 4xx, time-out, connection lost, not JSON); ask again later.</summary>
    public sealed record Failed(DashScopeError Error) : QueryOutcome;
}
