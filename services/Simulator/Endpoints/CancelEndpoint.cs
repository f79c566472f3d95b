using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Cancels a task that is PENDING; no other can be.</summary>
internal sealed class CancelEndpoint(AccountDoor door, Vendor vendor)
{
    public Task HandleAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return door.AskAsync(context, counters => counters.Cancels++, (account, now) =>
            vendor.Find(id, account, now) is { } task && vendor.Cancel(account, task, now)
                ? Answer.Ok(json => json.WriteString("request_id", Answer.NewRequestId()))
                : VendorError.NotCancelable);
    }
}
