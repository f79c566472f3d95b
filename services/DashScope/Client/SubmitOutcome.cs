namespace Wan.DashScope.Client;

/// <summary>What became of one POST. Which case it is decides whether there can be a paid task.</summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>There is a task.</summary>
    /// <param name="TaskId">The vendor's id of it, valid for 24 hours on this account.</param>
    /// <param name="Status">Usually <see cref="DashScopeTaskStatus.Pending"/>.</param>
    /// <param name="RequestId">Equals <c>request_id</c> of the task in the vendor's list.</param>
    public sealed record Accepted(string TaskId, DashScopeTaskStatus Status, string? RequestId) : SubmitOutcome;

    /// <summary>There is no task: the request itself is the problem (4xx). The same request will be refused again.</summary>
    public sealed record Refused(DashScopeError Error) : SubmitOutcome;

    /// <summary>There is no task: too fast, too much, or unpaid (429).</summary>
    public sealed record Throttled(DashScopeError Error, ThrottleKind Kind) : SubmitOutcome;

    /// <summary>There is no task: the account is the problem (key, rights, overdue payment), not the request.</summary>
    public sealed record Unauthorised(DashScopeError Error) : SubmitOutcome;

    /// <summary>There is no task: the vendor does not know the model there, or does not let this account use it; or it was not sent, with <see cref="DashScopeError.UnknownModel"/>.</summary>
    public sealed record ModelUnavailable(DashScopeError Error) : SubmitOutcome;

    /// <summary>There is no task: nothing at the account's address takes submits, or what answers there is not the vendor.</summary>
    public sealed record WrongAddress(DashScopeError Error) : SubmitOutcome;

    /// <summary>
    /// There is no task: the body did not leave this process whole (name not resolved, connection refused, TLS failed, connection lost on the way).
    /// </summary>
    public sealed record NotSent(string Message) : SubmitOutcome;

    /// <summary>There is no task: its <see cref="SendWindow"/> had closed before its last byte left, so that it was held back.</summary>
    public sealed record Late : SubmitOutcome;

    /// <summary>There may be a paid task: the body went out and no answer says what became of it (5xx, reset, time-out, not JSON).</summary>
    public sealed record Unknown(DashScopeError Error) : SubmitOutcome;
}
