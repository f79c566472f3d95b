using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Intake.Ends;
using Wan.Intake.Events;
using Wan.Intake.Files;
using Wan.Intake.Ledger;
using Wan.Intake.Sagas;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake;

/// <summary>
/// What every door does with a request: checks it by the rules and stores it, its body first and then the generation, which then is on its way into Submitter's line. Only then may
/// the message be sent that brings it there; if that is lost it is sent again (<see cref="Chores.LineCheck"/>).
/// </summary>
internal sealed class Acceptance(
    IDocuments<Generation> generations, IRequestBodies bodies, RequestEstimator estimator, TenantLedgers ledgers, FileShelf files, GenerationObserver observer,
    IOptions<IntakeOptions> options, TimeProvider time)
{
    // To look first whether the request was here before costs less than to write so much.
    private const int LargeBody = 64 * 1024;

    private static readonly TimeSpan UnderWayAtMost = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Whose request it is where nobody says.</summary>
    public const string DefaultTenant = "default";

    /// <summary>Under which unique key a tenant's generation with the requester's own id is stored.</summary>
    public static string KeyOf(string tenant, string clientRequestId) => $"{tenant}/{clientRequestId}";

    /// <summary>Stores an accepted request, or finds the generation that the same request made before.</summary>
    /// <param name="reading">The request as read, without errors.</param>
    /// <param name="tenant">On whose behalf.</param>
    /// <param name="clientRequestId">The requester's own id of the request; null for none.</param>
    /// <param name="messageId">The message's own id, for a request that has none: a message that comes again is not a second request. Null for none.</param>
    /// <param name="cancellationToken">Ends the wait; the generation may be stored all the same.</param>
    public async Task<AcceptanceOutcome> AcceptAsync(
        RequestReading reading, string tenant, string? clientRequestId, string? messageId, CancellationToken cancellationToken)
    {
        var (generation, body) = (Create(reading, tenant, clientRequestId, messageId), reading.Request!.Body);
        var isLimited = ledgers.LimitsOf(tenant).IsLimited;
        if ((isLimited || body.Length >= LargeBody) && await FindEarlierAsync(generation, cancellationToken) is { } known)
            return known;

        var holding = ledgers.HoldAsync(generation, cancellationToken);
        if (isLimited && await holding is { Page: < 0 } refused)
            return await FindUnderWayAsync(generation, refused, cancellationToken) ?? new AcceptanceOutcome.Limited(generation, refused.Breaches);
        var mayBeStored = false;
        try
        {
            if (generation.Files is { } named)
                await files.UseAsync(named, cancellationToken);

            // Whoever hears of the generation finds its body. One whose generation was not stored for certain is deleted here, any other by the chore.
            await Task.WhenAll(holding, bodies.SaveAsync(generation.Id, body, cancellationToken));
            Checkpoint.Reached("intake.body_stored", generation.Id);
            if (ledgers.IsLate(generation))
                throw new StorageUnavailableException("This process stood still for so long that what was held for the request may be free again.", mayHaveBeenStored: false);
            mayBeStored = true;
            return await StoreAsync(generation, cancellationToken);
        }
        catch (Exception exception) when (!mayBeStored || exception is StorageUnavailableException { MayHaveBeenStored: false })
        {
            ledgers.Release(generation);
            throw;
        }
    }

    private async Task<AcceptanceOutcome> StoreAsync(Generation generation, CancellationToken cancellationToken)
    {
        while (!await generations.InsertAsync(generation, cancellationToken))
        {
            if (await FindEarlierAsync(generation, cancellationToken) is { } earlier)
            {
                if (earlier.Generation.Id != generation.Id)
                {
                    ledgers.Release(generation);
                    await DropAsync(generation.Id, cancellationToken);
                }

                return earlier;
            }
        }

        if (ledgers.IsLate(generation))
            await ledgers.HoldAgainAsync(generation);
        await FollowAsync(generation);
        observer.Received(generation);
        return new AcceptanceOutcome.Accepted(generation);
    }

    /// <summary>
    /// The generation that the same request made before, of a request that is refused now: that may be so a moment later, as when its <c>start_by</c> has
    /// passed, or with <c>strict</c> when the address of an image comes to its end. Whoever was told that it is accepted is not told the opposite.
    /// </summary>
    /// <returns>Null if there is none, and the request is refused.</returns>
    public async Task<AcceptanceOutcome?> FindRepeatedAsync(
        RequestReading reading, string tenant, string? clientRequestId, string? messageId, CancellationToken cancellationToken) =>
        reading.Request is { } request && KeyOf(tenant, clientRequestId, messageId) is { } key
        && await generations.FindByUniqueKeyAsync(key, cancellationToken) is { } earlier && earlier.RequestHash == request.Hash
            ? new AcceptanceOutcome.Repeated(earlier)
            : null;

    /// <summary>
    /// Stores a request that breaks a rule, so that whoever sent it can look up why, or finds it where it came before: the same bytes under the same id,
    /// or without any, are the same request as long as the same is wrong with it.
    /// </summary>
    /// <param name="reading">The request as read.</param>
    /// <param name="findings">What is wrong with it.</param>
    /// <param name="body">The request as it came.</param>
    /// <param name="messageId">The message's own id, for a request that has none; null for none.</param>
    /// <param name="cancellationToken">Ends the wait; the generation may be stored all the same.</param>
    public async Task<Generation> RejectAsync(
        RequestReading reading, IReadOnlyList<Finding> findings, ReadOnlyMemory<byte> body, string? messageId, CancellationToken cancellationToken)
    {
        var (now, hash, origin) = (time.GetUtcNow(), Convert.ToHexStringLower(SHA256.HashData(body.Span)), WanTrace.Origin);
        var (tenant, clientRequestId) = (reading.Envelope.Tenant ?? DefaultTenant, reading.Envelope.ClientRequestId);
        var wrong = string.Join(' ', findings.Select(finding => finding.Code).Distinct());
        var generation = new Generation
        {
            CorrelationId = Guid.CreateVersion7(now),
            CreatedAt = now,
            UpdatedAt = now,
            CurrentState = nameof(GenerationStateMachine.Rejected),
            UniqueKey = $"!rejected/{tenant}/{clientRequestId ?? messageId}/{hash}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wrong)))[..16]}", // The id itself stays free for a better request.
            Tenant = tenant,
            ClientRequestId = clientRequestId,
            Model = reading.Model ?? "",
            Priority = reading.Envelope.Priority,
            CallbackUrl = reading.Envelope.CallbackUrl,
            Metadata = reading.Envelope.Metadata,
            RequestHash = hash, // Of the bytes: there is no canonical form.
            Findings = findings,
            TraceParent = origin?.Parent,
            TraceState = origin?.State,
        };
        generation.Note(now, "rejected");
        StateChanges.Note(generation, now);
        while (!await generations.InsertAsync(generation, cancellationToken))
        {
            if (await generations.FindByUniqueKeyAsync(generation.UniqueKey!, cancellationToken) is { } earlier)
                return earlier;
        }

        await FollowAsync(generation);
        observer.Received(generation);
        return generation;
    }

    // If this process stood still before it was stored, those who follow changes may be past its time.
    private async Task FollowAsync(Generation generation)
    {
        while (observer.CameLate(generation))
        {
            if (!await generations.ReplaceAsync(generation))
                return; // Whoever has changed it since has what it had noted before.
        }
    }

    private async Task<AcceptanceOutcome?> FindEarlierAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (generation.UniqueKey is not { } key || await generations.FindByUniqueKeyAsync(key, cancellationToken) is not { } earlier)
            return null;
        return earlier.RequestHash == generation.RequestHash ? new AcceptanceOutcome.Repeated(earlier) : new AcceptanceOutcome.Conflicting(earlier);
    }

    // The same request may have come twice at once: it has its place, and is about to be stored.
    private async Task<AcceptanceOutcome?> FindUnderWayAsync(Generation generation, LedgerAnswer refused, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var found = await FindEarlierAsync(generation, cancellationToken);
        while (found is null && refused.IsUnderWay && time.GetElapsedTime(asked) < UnderWayAtMost)
        {
            await Task.Delay(BetweenLooks, time, cancellationToken);
            found = await FindEarlierAsync(generation, cancellationToken);
        }

        return found;
    }

    private async Task DropAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await bodies.DeleteAsync(id, cancellationToken);
        }
        catch (StorageException)
        {
            // The chore deletes it.
        }
    }

    private static string? KeyOf(string tenant, string? clientRequestId, string? messageId) =>
        clientRequestId is not null ? KeyOf(tenant, clientRequestId) : messageId is not null ? $"!message/{tenant}/{messageId}" : null;

    private Generation Create(RequestReading reading, string tenant, string? clientRequestId, string? messageId)
    {
        var (now, request, origin) = (time.GetUtcNow(), reading.Request!, WanTrace.Origin);
        var generation = new Generation
        {
            CorrelationId = Guid.CreateVersion7(now),
            CreatedAt = now,
            UpdatedAt = now,
            UniqueKey = KeyOf(tenant, clientRequestId, messageId),
            Tenant = tenant,
            ClientRequestId = clientRequestId,
            Model = request.Model,
            Priority = reading.Envelope.Priority,
            CallbackUrl = reading.Envelope.CallbackUrl,
            StartBy = reading.Envelope.StartBy,
            Metadata = reading.Envelope.Metadata,
            Findings = reading.Findings.Count == 0 ? null : reading.Findings,
            RequestHash = request.Hash,
            RequestBytes = (int)request.Body.Length,
            PromptSha256 = request.PromptSha256,
            Files = request.Files.Count == 0 ? null : request.Files,
            Expected = request.Expected,
            Estimate = estimator.Estimate(request),
            TraceParent = origin?.Parent,
            TraceState = origin?.State,
        };
        generation.DueAt = StartByRules.NextLook(generation, now + options.Value.DriveLineAgainAfter); // LineCheck sees to it meanwhile, in bulk.
        generation.Note(now, "accepted");
        StateChanges.Note(generation, now);

        // It is on its way with the door's own message: stored as accepted first it would be one more write, and one more message, until that is sent.
        generation.CurrentState = nameof(GenerationStateMachine.Submitting);
        generation.Note(now, "submitting");
        StateChanges.Note(generation, now);
        return generation;
    }
}
