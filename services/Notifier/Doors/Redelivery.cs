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
        var (count, now) = (0, time.GetUtcNow());
        var touched = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var delivery in page.Items)
            {
                var isDone = false;
                await deliveries.ChangeAsync(delivery, fresh => isDone = IsMeant(fresh, wanted.Status) && DeliveryRules.Redeliver(fresh, now), CancellationToken.None);
                count += isDone ? 1 : 0;
                if (isDone || (delivery.Status == DeliveryStatus.Pending && delivery.DueAt <= now)) // As of a call before that broke off.
                    touched.Add(delivery.Lane);
                if (cancellationToken.IsCancellationRequested)
                    break; // Nobody hears of the rest.
            }
        }
        finally
        {
            foreach (var lane in touched)
                await lanes.NudgeAsync(lane, endpoint.Id, CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new RedeliverView { Redelivered = count, Next = page.Next };
    }

    private static bool IsMeant(Delivery delivery, string? status) =>
        status is null ? delivery.Status is DeliveryStatus.Failed or DeliveryStatus.Held : delivery.Status == status;
}
