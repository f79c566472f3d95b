using Microsoft.Extensions.Options;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Endpoints;
using Wan.Storage;

namespace Wan.Notifier.Lanes;

/// <summary>One turn of a claimed lane: sends what is due, for a while, and says when it is to be looked at again.</summary>
internal sealed partial class LaneTurn(
    IDocuments<Lane> lanes, IDocuments<Delivery> deliveries, EndpointBook endpoints, Dispatch dispatch, LaneQueue queue, IOptions<NotifierOptions> options, TimeProvider time,
    ILogger<LaneTurn> logger)
{
    // So many of a lane are looked at for the first that is due. With more the lane is looked at every minute.
    private const int Looked = 100;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Runs it. It never throws: what has failed is due again when the claims end.</summary>
    public async Task RunAsync(Lane lane, LaneQueue.Turn turn, CancellationToken stoppingToken)
    {
        try
        {
            var isOver = await SendAsync(lane, turn, stoppingToken);
            var firstDue = isOver ? await FirstDueAsync(lane) : time.GetUtcNow();
            if (firstDue is null)
                LaneRules.End(lane);
            await SaveAsync(lane, firstDue);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, lane.Id);
        }

        try
        {
            await queue.EndAsync(lane, turn);
        }
        catch (StorageException exception)
        {
            Log.Failed(logger, exception, lane.Id);
        }
    }

    // False if there is more: others come first.
    private async Task<bool> SendAsync(Lane lane, LaneQueue.Turn turn, CancellationToken stoppingToken)
    {
        var (begun, longest) = (time.GetTimestamp(), options.Value.Lease / 4);
        while (!stoppingToken.IsCancellationRequested && !(lane.PausedUntil > time.GetUtcNow()))
        {
            turn.Again = false;
            var claim = new DueClaim { Now = time.GetUtcNow(), Group = lane.Id, Limit = LaneRules.AtOnce(lane, options.Value.PerReceiver), Lease = options.Value.Lease };
            var due = await deliveries.ClaimDueAsync(claim, CancellationToken.None);
            if (due.Count == 0 && !turn.Again)
                return true;
            if (due.Count > 0)
            {
                var endpoint = await endpoints.FindAsync(lane.EndpointId, CancellationToken.None);
                var outcomes = await Task.WhenAll(due.Select(delivery => dispatch.RunAsync(delivery, endpoint, claim.Now + claim.Lease)));
                await NoteAsync(lane, endpoint, outcomes);
                turn.IsFailing = lane.Failures > 0;
            }

            if (time.GetElapsedTime(begun) > longest)
                return false;
        }

        return true;
    }

    private async Task NoteAsync(Lane lane, WebhookEndpoint? endpoint, SendOutcome?[] outcomes)
    {
        var now = time.GetUtcNow();
        foreach (var outcome in outcomes.OfType<SendOutcome>().OrderBy(outcome => outcome.IsSuccess))
            LaneRules.Note(lane, outcome, now);
        if (endpoint is not { Url: not null, DisabledAt: null })
            return;
        var reason = outcomes.Any(outcome => outcome is { IsGone: true }) ? DisabledReasons.Gone
            : LaneRules.IsHopeless(lane, now, options.Value.DisableAfter) ? DisabledReasons.Failing
            : null;
        if (reason is null)
            return;

        // What was sent to another address since says nothing of the one that there is now.
        var changed = await endpoints.ChangeAsync(endpoint, fresh => fresh.Url == endpoint.Url && EndpointRules.Disable(fresh, reason, now), CancellationToken.None);
        if (changed?.DisabledReason == reason)
            Log.Disabled(logger, endpoint.Id, endpoint.Tenant, reason);
    }

    private async Task<DateTimeOffset?> FirstDueAsync(Lane lane)
    {
        var now = time.GetUtcNow();
        var waiting = await deliveries.DueAfterAsync(DateTimeOffset.MinValue, Looked, lane.Id, CancellationToken.None);
        if (waiting.Count == 0)
            return null;
        if (waiting[0].DueAt > now + DeliveryRules.Furthest)
        {
            await deliveries.DrawInAsync(lane.Id, now + DeliveryRules.Furthest, delivery => delivery.DueAt = now, logger, CancellationToken.None);
            return now;
        }

        var first = waiting[^1].DueAt;
        return waiting.Count < Looked || first < now + LookAgain ? first : now + LookAgain;
    }

    // Of what others have written meanwhile, that something is to be done sooner counts.
    private Task<Lane?> SaveAsync(Lane lane, DateTimeOffset? firstDue)
    {
        var (version, due) = (lane.Version, LaneRules.NextLook(lane, firstDue));
        return lanes.ChangeAsync(
            lane,
            fresh =>
            {
                (fresh.Failures, fresh.FailingSince, fresh.PausedUntil) = (lane.Failures, lane.FailingSince, lane.PausedUntil);
                fresh.DueAt = fresh.Version == version || due < fresh.DueAt ? due : fresh.DueAt ?? due;
                return true;
            },
            CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The webhooks of {Lane} could not be driven on; they are due again when the claim ends.")]
        public static partial void Failed(ILogger logger, Exception exception, string lane);

        [LoggerMessage(2, LogLevel.Warning, "The webhook endpoint {Endpoint} of {Tenant} is disabled: {Reason}. What comes for it meanwhile is held; once it is mended, PATCH it with disabled false and redeliver.")]
        public static partial void Disabled(ILogger logger, string endpoint, string tenant, string reason);
    }
}
