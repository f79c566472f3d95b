using Microsoft.Extensions.Options;
using Wan.Simulator.Faults;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Tells how a task stands: 200 for every state, and for an id that is unknown, expired or another account's.</summary>
internal sealed class QueryEndpoint(AccountDoor door, Vendor vendor, ResultUrls urls, QueryFaults faults, IOptions<SimulatorOptions> options)
{
    public Task HandleAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return door.AskAsync(context, counters => counters.Queries++, visit => Answer(context.Request, id, visit));
    }

    private Answer Answer(HttpRequest request, string id, Visit visit)
    {
        var task = vendor.Find(id, visit.Account, visit.Now);
        var subject = task is null ? new FaultSubject(visit.Account.Name) : new FaultSubject(task);
        var view = TaskView.Unknown(id);
        if (task is not null)
        {
            task.Queries++;
            faults.Spoil(task, visit.Now);
            view = TaskView.Of(task, visit.Now);
        }

        if (faults.Refusal(subject) is { } refusal)
            return faults.Send(refusal, subject);
        if (view.Request is not null)
            view = view with { VideoUrl = urls.Sign(request, task!, visit.Now), OlderUsage = options.Value.OlderUsage };
        return faults.Send(faults.Distort(view, subject).ToAnswer(visit.Skew), subject);
    }
}
