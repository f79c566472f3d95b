using Wan.Simulator.Endpoints;
using Wan.Simulator.Requests;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Faults;

/// <summary>What can be wrong with the answer to a query.</summary>
internal sealed class QueryFaults(FaultList faults, Vendor vendor)
{
    /// <summary>Something that is answered instead, whatever the task's state.</summary>
    public VendorError? Refusal(FaultSubject subject)
    {
        if (faults.Fire(FaultKind.QueryThrottled, subject) is { } throttled)
            return Throttled(throttled);
        return faults.Fire(FaultKind.QueryError, subject) is { } error ? Error(error) : null;
    }

    /// <summary>A task that was to succeed may fail without a reason; it stays failed.</summary>
    public void Spoil(SimulatedTask task, DateTimeOffset now)
    {
        if (task.State(now) == TaskState.Succeeded && faults.Fire(FaultKind.QueryFailedWithoutReason, new FaultSubject(task)) is not null)
            vendor.Fail(task, new TaskFailure(null, null));
    }

    /// <summary>The task as it is told, which may not be as it is.</summary>
    public TaskView Distort(TaskView view, FaultSubject subject)
    {
        if (faults.Fire(FaultKind.QueryUnknown, subject) is not null)
            return TaskView.Unknown(view.Id);
        if (faults.Fire(FaultKind.QueryOddStatus, subject) is { } odd)
            return new TaskView(view.Id, odd.Word ?? "SUSPENDED") { SubmittedAt = view.SubmittedAt };
        return view.VideoUrl is not null && faults.Fire(FaultKind.QueryWithoutUrl, subject) is not null ? view with { VideoUrl = null } : view;
    }

    /// <summary>The answer as it is sent.</summary>
    public Answer Send(Answer answer, FaultSubject subject)
    {
        if (faults.Fire(FaultKind.QueryTruncated, subject) is { } cut)
            answer = answer with { Body = answer.Body[..(int)Math.Min(cut.Bytes ?? answer.Body.Length / 2, answer.Body.Length)] };
        return faults.Fire(FaultKind.QuerySlow, subject) is { } slow ? answer with { Delay = TimeSpan.FromSeconds(slow.Seconds ?? 5) } : answer;
    }

    internal static VendorError Throttled(Fault fault) =>
        new(StatusCodes.Status429TooManyRequests, fault.Code ?? "Throttling.RateQuota", FaultRules.Throttling[fault.Code ?? "Throttling.RateQuota"]);

    internal static VendorError Error(Fault fault) =>
        new(fault.Status ?? StatusCodes.Status500InternalServerError, fault.Code ?? "InternalError", fault.Message ?? "An internal error has occurred, please try again later or contact service support.");
}
