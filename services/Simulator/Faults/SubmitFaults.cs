using Wan.Simulator.Endpoints;
using Wan.Simulator.Requests;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Faults;

/// <summary>What can be wrong with a submit.</summary>
internal sealed class SubmitFaults(FaultList faults, FrontDoor door)
{
    // In the order in which they are drawn; the first that fires hides the task from its caller.
    private static readonly FaultKind[] Hiding =
        [FaultKind.SubmitAcceptedError, FaultKind.SubmitAcceptedHang, FaultKind.SubmitAcceptedReset, FaultKind.SubmitNotJson, FaultKind.SubmitSlow];

    /// <summary>Once this submit is answered, the next connections may be refused.</summary>
    public void ShutDoor(HttpContext context, FaultSubject subject)
    {
        if (faults.Fire(FaultKind.RefuseConnections, subject) is { } fault)
            door.ShutAfter(context, fault);
    }

    /// <summary>An answer that makes no task.</summary>
    public VendorError? Refusal(FaultSubject subject)
    {
        if (faults.Fire(FaultKind.SubmitThrottled, subject) is { } throttled)
            return QueryFaults.Throttled(throttled);
        return faults.Fire(FaultKind.SubmitError, subject) is { } error ? QueryFaults.Error(error) : null;
    }

    /// <summary>What the caller will be told of the task instead of the truth; null for the truth.</summary>
    public Fault? Hide(FaultSubject subject) => Hiding.Select(kind => faults.Fire(kind, subject)).FirstOrDefault(fault => fault is not null);

    /// <summary>Why the task is to fail although nothing is wrong with it.</summary>
    public (Fault Fault, TaskFailure Failure)? Fate(FaultSubject subject) => faults.Fire(FaultKind.TaskFails, subject) is { } fate
        ? (fate, new TaskFailure(fate.Code ?? "InternalError.Algo", fate.Message ?? "An internal error has occurred during execution, please try again later."))
        : null;

    /// <summary>Remembers which task came of a fault that was drawn before it was there.</summary>
    public void Touch(Fault? fault, SimulatedTask task)
    {
        if (fault is not null)
            faults.Touch(fault.Kind, task);
    }

    /// <summary>The answer as the fault lets it through.</summary>
    public static Answer Send(Answer answer, Fault? fault) => fault?.Kind switch
    {
        FaultKind.SubmitAcceptedError => QueryFaults.Error(fault),
        FaultKind.SubmitAcceptedHang => answer with { Delay = fault.Seconds is { } held ? TimeSpan.FromSeconds(held) : Timeout.InfiniteTimeSpan, Reset = true },
        FaultKind.SubmitAcceptedReset => answer with { Reset = true },
        FaultKind.SubmitNotJson => new Answer(StatusCodes.Status200OK, "<html><body>Bad gateway</body></html>"u8.ToArray(), "text/html"),
        FaultKind.SubmitSlow => answer with { Delay = TimeSpan.FromSeconds(fault.Seconds ?? 5) },
        _ => answer,
    };
}
