using Wan.Hosting;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Endpoints;
using Wan.Storage;

namespace Wan.Notifier.Lanes;

/// <summary>One claimed delivery: sends it, and stores what came of it.</summary>
internal sealed partial class Dispatch(IDocuments<Delivery> deliveries, WebhookSender sender, NotifierMetrics metrics, TimeProvider time, ILogger<Dispatch> logger)
{
    // Less of the claim than this: somebody else may have it before an answer is there.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Does it.</summary>
    /// <param name="delivery">What.</param>
    /// <param name="endpoint">Its endpoint; null if there is none any more.</param>
    /// <param name="claimedUntil">When the claim ends.</param>
    /// <returns>What came of it; null if it was not sent.</returns>
    public async Task<SendOutcome?> RunAsync(Delivery delivery, WebhookEndpoint? endpoint, DateTimeOffset claimedUntil)
    {
        if (endpoint is null || endpoint.DisabledAt is not null)
        {
            DeliveryRules.Hold(delivery);
            metrics.Held();
            await SaveAsync(delivery);
            return null;
        }

        var begun = time.GetUtcNow();
        if (begun > claimedUntil - Margin)
            return null; // This process stood still. Whoever claims it next sends it.
        Checkpoint.Reached("notifier.sending", delivery.Id);
        var outcome = await sender.SendAsync(delivery, delivery.Url ?? endpoint.Url ?? "", EndpointRules.SecretsOf(endpoint, begun));
        Checkpoint.Reached("notifier.sent", delivery.Id);
        var now = time.GetUtcNow();
        var isFirst = delivery.Attempts.Count == 0;
        DeliveryRules.Apply(delivery, outcome, begun, now, Random.Shared.NextDouble());
        metrics.Sent(outcome, delivery.Status == DeliveryStatus.Failed, isFirst ? now - delivery.EventAt : null);
        if (!outcome.IsSuccess)
            Log.NotDelivered(logger, delivery.Id, delivery.Type, delivery.GenerationId, delivery.EndpointId, outcome.Word, outcome.Status ?? 0, delivery.Tries);
        await SaveAsync(delivery);
        return outcome;
    }

    // A lost race is a lost claim: whoever has it stores what came of it there.
    private async Task SaveAsync(Delivery delivery)
    {
        try
        {
            await deliveries.ReplaceAsync(delivery, CancellationToken.None);
        }
        catch (StorageException exception)
        {
            Log.NotStored(logger, delivery.Id, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Webhook {Id} ({Type} of {GenerationId}) to {Endpoint} was not delivered: {Outcome}, status {Status}, attempt {Tries}.")]
        public static partial void NotDelivered(ILogger logger, string id, string type, string generationId, string endpoint, string outcome, int status, int tries);

        [LoggerMessage(2, LogLevel.Warning, "What came of webhook {Id} can't be stored, so that it is sent once more, under the same id: {Problem}")]
        public static partial void NotStored(ILogger logger, string id, string problem);
    }
}
