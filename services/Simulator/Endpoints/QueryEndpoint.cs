using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Tells how a task stands: 200 for every state, and for an id that is unknown, expired or another account's.</summary>
internal sealed class QueryEndpoint(AccountDoor door, Vendor vendor, ResultUrls urls)
{
    public Task HandleAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return door.AskAsync(context, counters => counters.Queries++, (account, now) => Look(context.Request, account, id, now).ToAnswer());
    }

    private TaskView Look(HttpRequest request, SimulatedAccount account, string id, DateTimeOffset now)
    {
        if (vendor.Find(id, account, now) is not { } task)
            return TaskView.Unknown(id);

        task.Queries++;
        var view = TaskView.Of(task, now);
        return view.Request is null ? view : view with { VideoUrl = urls.Sign(request, task, now) };
    }
}
