using Wan.Notifier.Deliveries;
using Wan.Storage;

namespace Wan.Notifier.Lanes;

/// <summary>
/// Makes lanes due that are not, and in which something waits: whoever put it there was stopped before it could say so. Rare, and looked for rarely.
/// </summary>
internal sealed class ForgottenLanes(IDocuments<Lane> lanes, IDocuments<Delivery> deliveries, LaneQueue queue)
{
    private const int Page = 200;

    /// <summary>Looks at all lanes.</summary>
    public async Task WakeAsync(CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await lanes.PageAsync(new PageQuery { Limit = Page, Cursor = cursor }, cancellationToken);
            foreach (var lane in page.Items.Where(lane => lane.DueAt is null))
            {
                if ((await deliveries.DueAfterAsync(DateTimeOffset.MinValue, 1, lane.Id, cancellationToken)).Count > 0)
                    await queue.NudgeAsync(lane.Id, lane.EndpointId, cancellationToken);
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
