using System.Globalization;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Files;
using Wan.Intake.Limits;

namespace Wan.Intake.Doors;

/// <summary>
/// Asks for a generation over HTTP, in whatever shape it came: reads the body, judges it, looks who asks and what they may, has it stored and sent on its way. What a door adds is
/// its translation.
/// </summary>
internal sealed class AskedGenerations(
    LargeBodies bodies, GenerationRequestReader reader, FileLookup files, Acceptance acceptance, TenantLimitsDoor limits, FirstMessage first, IOptions<IntakeOptions> options)
{
    /// <summary>Reads a JSON body.</summary>
    /// <returns>The body, to be disposed of once it is dealt with, since its memory is bounded; or the answer that says why there is none.</returns>
    public async Task<(HeldBody? Body, IResult? Problem)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (RequestBody.RefuseType(context.Request) is { } refusal)
            return (null, refusal);
        try
        {
            return await bodies.ReadAsync(context, cancellationToken) is { } body ? (body, null) : (null, Problems.TooLarge(options.Value.MaxRequestBytes));
        }
        catch (TimeoutException)
        {
            context.Response.Headers.RetryAfter = LargeBodies.Patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return (null, Problems.Busy());
        }
    }

    /// <summary>Judges a request by the rules, and by who asks.</summary>
    /// <param name="context">The request, for its headers and who asks.</param>
    /// <param name="body">Our own shape of it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What is asked, findings included; or the answer to what can't be asked at all.</returns>
    public async Task<(AskedGeneration? Asked, IResult? Problem)> JudgeAsync(HttpContext context, HeldBody body, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(context.Request.Headers, out var key, out var problem))
            return (null, problem);
        var requester = context.Requester();
        body = body with { Bytes = await files.NameAsync(body.Bytes, requester, cancellationToken) };
        var reading = await bodies.JudgeAsync(body, reader.Read, cancellationToken);
        if (key is not null && reading.Envelope.ClientRequestId is { } id && id != key)
            return (null, IdempotencyKey.Differs(key, id));
        if (reading.Envelope.Tenant is { } named && !requester.Sees(named))
            return (null, Problems.OtherTenant(requester.OnlyTenant!));
        var tenant = reading.Envelope.Tenant ?? requester.Tenant ?? Acceptance.DefaultTenant;
        if (limits.RefuseRate(context, tenant) is { } tooOften)
            return (null, tooOften);
        reading = await files.CompleteAsync(reading, tenant, found => bodies.JudgeAsync(body, bytes => reader.Read(bytes, found), cancellationToken), cancellationToken);
        return (new(reading, tenant, key ?? reading.Envelope.ClientRequestId, HasKey: key is not null), null);
    }

    /// <summary>Stores what is asked, and sends it on its way.</summary>
    /// <returns>The generation, and whether it is new; or the answer that says why there is none.</returns>
    public async Task<(Generation? Generation, bool IsNew, IResult? Problem)> AcceptAsync(HttpContext context, AskedGeneration asked, CancellationToken cancellationToken)
    {
        var (reading, tenant, clientRequestId, hasKey) = asked;
        var outcome = reading.Accepted
            ? await acceptance.AcceptAsync(reading, tenant, clientRequestId, messageId: null, cancellationToken)
            : await acceptance.FindRepeatedAsync(reading, tenant, clientRequestId, messageId: null, cancellationToken);
        if (outcome is null)
            return (null, false, Refuse(reading));
        if (outcome is AcceptanceOutcome.Limited limited)
            return (null, false, limits.Refuse(context, limited));
        if (outcome is AcceptanceOutcome.Conflicting conflict)
            return (null, false, Problems.Conflict(GenerateVideoConsumer.Conflict(conflict.Generation, hasKey ? "" : "/client_request_id")));
        Checkpoint.Reached("intake.stored", outcome.Generation.Id);
        await first.SendAsync(outcome.Generation);
        return (outcome.Generation, outcome is AcceptanceOutcome.Accepted, null);
    }

    /// <summary>The answer to one that breaks a rule.</summary>
    public static IResult Refuse(RequestReading reading) =>
        reading.Findings.FirstOrDefault(finding => finding.Code is "body.not_json" or "body.not_utf8") is { } unreadable
            ? Problems.BadRequest(unreadable.Message, [.. reading.Findings])
            : Problems.Refused(reading.Findings);
}

/// <summary>What is asked for.</summary>
/// <param name="Reading">The request as the rules see it.</param>
/// <param name="Tenant">On whose behalf.</param>
/// <param name="ClientRequestId">The requester's own id of it; null for none.</param>
/// <param name="HasKey">Whether that is the header's.</param>
internal sealed record AskedGeneration(RequestReading Reading, string Tenant, string? ClientRequestId, bool HasKey);
