namespace Wan.DashScope.Client;

/// <summary>What became of one call to cancel a task.</summary>
public abstract record CancelOutcome
{
    private CancelOutcome()
    {
    }

    /// <summary>It is cancelled and costs nothing.</summary>
    public sealed record Cancelled(string? RequestId) : CancelOutcome;

    /// <summary>It already runs or has ended (the vendor cancels only what is PENDING).</summary>
    public sealed record NotPending(DashScopeError Error) : CancelOutcome;

    /// <summary>Asked too often (429).</summary>
    public sealed record Throttled(DashScopeError Error, ThrottleKind Kind) : CancelOutcome;

    /// <summary>The account is the problem.</summary>
    public sealed record Unauthorised(DashScopeError Error) : CancelOutcome;

    /// <summary>No usable answer: it may be cancelled or not; the next query tells.</summary>
    public sealed record Failed(DashScopeError Error) : CancelOutcome;
}
