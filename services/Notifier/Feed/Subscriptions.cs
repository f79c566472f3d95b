using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Endpoints;
using Wan.Notifier.Lanes;
using Wan.Storage;

namespace Wan.Notifier.Feed;

/// <summary>Makes a delivery of each change for each receiver that wants to hear of it, however often it is found.</summary>
internal sealed class Subscriptions(IDocuments<Delivery> deliveries, EndpointBook endpoints, LaneQueue lanes, ClockGuard guard, TimeProvider time)
{
    private const int AtOnce = 32;

    private readonly KnownIds known = new();

    /// <summary>Stores them, and has them sent. When it ends, they are on disk.</summary>
    public Task DeliverAsync(IEnumerable<Change> changes, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(changes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, DeliverAsync);

    private async ValueTask DeliverAsync(Change change, CancellationToken cancellationToken)
    {
        var receivers = await endpoints.OfAsync(change.Tenant, cancellationToken);
        await Parallel.ForEachAsync(
            receivers.Where(endpoint => Hears(endpoint, change)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            (endpoint, token) => AddAsync(change, endpoint, endpoint.Id, null, token));
        if (change.CallbackUrl is not { } url)
            return;
        var callbacks = WebhookEndpoint.CallbacksOf(change.Tenant);
        if (!known.Contains(IdOf(change, callbacks)))
            await AddAsync(change, await endpoints.CallbacksAsync(change.Tenant, cancellationToken), Lane.OfCallback(callbacks, url), url, cancellationToken);
    }

    // Clocks may differ: better one too many of just before it was made than one too few.
    private bool Hears(WebhookEndpoint endpoint, Change change) => endpoint.Hears(change.Type) && change.At >= endpoint.CreatedAt - guard.MaxOffset;

    private static string IdOf(Change change, string receiver) => DeliveryRules.IdOf(change.GenerationId, change.What.Length > 0 ? change.What : $"{change.Number}", receiver);

    private async ValueTask AddAsync(Change change, WebhookEndpoint endpoint, string lane, string? url, CancellationToken cancellationToken)
    {
        var id = IdOf(change, endpoint.Id);
        if (known.Contains(id))
            return;
        var (now, isHeld) = (time.GetUtcNow(), endpoint.DisabledAt is not null);
        var isNew = await deliveries.InsertAsync(
            new Delivery
            {
                Id = id,
                CreatedAt = now,
                DueAt = isHeld ? null : now,
                EndpointId = endpoint.Id,
                Lane = lane,
                Tenant = change.Tenant,
                GenerationId = change.GenerationId,
                Type = change.Type,
                EventAt = change.At,
                Url = url,
                Body = change.Body,
                Status = isHeld ? DeliveryStatus.Held : DeliveryStatus.Pending,
            },
            cancellationToken);
        if (isNew)
            Checkpoint.Reached("notifier.stored", id);
        if (!isHeld)
            await lanes.NudgeAsync(lane, endpoint.Id, cancellationToken); // Also where it was there: whoever stored it may have stopped here.
        known.Add(id);
    }
}
