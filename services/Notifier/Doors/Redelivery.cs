using Wan.Notifier.Deliveries;
using Wan.Notifier.Endpoints;
using Wan.Notifier.Lanes;
using Wan.Storage;

namespace Wan.Notifier.Doors;

/// <summary>Sends the deliveries of a time again, a part of them with each call.</summary>
internal sealed class Redelivery(IDocuments<Delivery> deliveries, EndpointBook endpoints, LaneQueue lanes, TimeProvider time)
{
    // Looked at with each call, in less time than whoever asks waits for.
    private const int AtOnce = 200;

    /// <summary>Notes that it is asked for, from the beginning.</summary>
    /// <returns>False if it was just now.</returns>
    public async Task<bool> MayBeginAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var may = false;
        await endpoints.ChangeAsync(
            endpoint,
            fresh =>
            {
                var now = time.GetUtcNow();
                may = !(fresh.RedeliveredAt is { } last && last <= now && now - last < DeliveryRules.BetweenRedeliveries);
                if (may)
                    fresh.RedeliveredAt = now;
                return may;
            },
            cancellationToken);
        return may;
    }

    /// <summary>Does it.</summary>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public async Task<RedeliverView> RunAsync(WebhookEndpoint endpoint, RedeliverRequest wanted, CancellationToken cancellationToken)
    {
        var page = await deliveries.PageAsync(
            new PageQuery
            {
                Limit = AtOnce, Tenant = endpoint.Id, Status = wanted.Status, CreatedAfter = wanted.CreatedAfter, CreatedBefore = wanted.CreatedBefore, Cursor = wanted.Cursor,
            },
            cancellationToken);
        var count = 0;
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var delivery in page.Items)
        {
            var isDone = false;
            await deliveries.ChangeAsync(delivery, fresh => isDone = IsMeant(fresh, wanted.Status) && DeliveryRules.Redeliver(fresh, time.GetUtcNow()), cancellationToken);
            if (!isDone)
                continue;
            count++;
            touched.Add(delivery.Lane);
        }

        foreach (var lane in touched)
            await lanes.NudgeAsync(lane, endpoint.Id, cancellationToken);
        return new RedeliverView { Redelivered = count, Next = page.Next };
    }

    private static bool IsMeant(Delivery delivery, string? status) =>
        status is null ? delivery.Status is DeliveryStatus.Failed or DeliveryStatus.Held : delivery.Status == status;
}
