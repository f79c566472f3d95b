using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Cancels a task that is PENDING; no other can be.</summary>
internal sealed class CancelEndpoint(AccountDoor door, Vendor vendor)
{
    public Task HandleAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return door.AskAsync(context, counters => counters.Cancels++, visit =>
            vendor.Find(id, visit.Account, visit.Now) is { } task && vendor.Cancel(visit.Account, task, visit.Now)
                ? Answer.Ok(json => json.WriteString("request_id", Answer.NewRequestId()))
                : VendorError.NotCancelable);
    }
}
