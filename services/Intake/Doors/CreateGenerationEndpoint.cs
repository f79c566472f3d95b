using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Ends;
using Wan.Intake.Files;
using Wan.Intake.Limits;
using Wan.Intake.Views;

namespace Wan.Intake.Doors;

/// <summary><c>POST /v1/generations</c>: 202 with an id at once (200 if the same request has ended already), or a problem document with everything that is wrong.</summary>
internal static class CreateGenerationEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, LargeBodies bodies, GenerationRequestReader reader, FileLookup files, Acceptance acceptance, RequestEstimator estimator, TenantLimitsDoor limits, FirstMessage first,
        IOptions<IntakeOptions> options, ViewAddresses addresses, EndWait wait, CancellationToken cancellationToken)
    {
        var (accepted, isNew, answer) = await AcceptAsync(context, bodies, reader, files, acceptance, estimator, limits, first, options.Value, cancellationToken);
        if (accepted is null)
            return answer!;
        var generation = await PreferWait.ApplyAsync(context, accepted, wait, cancellationToken);
        var place = isNew && generation.Version == accepted.Version ? QueueView.Starting : QueueView.Of(generation);
        context.Response.Headers.Location = $"/v1/generations/{generation.Id}";
        return Results.Json(
            GenerationView.Of(generation, addresses, place),
            IntakeJson.Default.GenerationView,
            statusCode: generation.DueAt is null ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    // The body's memory is given back at its end: whoever waits for the video holds none.
    private static async Task<(Generation? Accepted, bool IsNew, IResult? Answer)> AcceptAsync(
        HttpContext context, LargeBodies bodies, GenerationRequestReader reader, FileLookup files, Acceptance acceptance, RequestEstimator estimator, TenantLimitsDoor limits, FirstMessage first,
        IntakeOptions options, CancellationToken cancellationToken)
    {
        var (body, problem) = await ReadAsync(context, bodies, options.MaxRequestBytes, cancellationToken);
        if (problem is not null)
            return (null, false, problem);
        using var held = body;
        if (!IdempotencyKey.TryRead(context.Request.Headers, out var key, out problem) || !TryReadDryRun(context.Request, out var dryRun, out problem))
            return (null, false, problem);

        var reading = await bodies.JudgeAsync(held!, reader.Read, cancellationToken);
        if (key is not null && reading.Envelope.ClientRequestId is { } id && id != key)
            return (null, false, IdempotencyKey.Differs(key, id));
        var requester = context.Requester();
        if (reading.Envelope.Tenant is { } named && !requester.Sees(named))
            return (null, false, Problems.OtherTenant(requester.OnlyTenant!));
        var (tenant, clientRequestId) = (reading.Envelope.Tenant ?? requester.Tenant ?? Acceptance.DefaultTenant, key ?? reading.Envelope.ClientRequestId);
        if (limits.RefuseRate(context, tenant) is { } tooOften)
            return (null, false, tooOften);
        reading = await files.CompleteAsync(reading, tenant, found => bodies.JudgeAsync(held!, bytes => reader.Read(bytes, found), cancellationToken), cancellationToken);
        if (dryRun)
            return (null, false, DryRun(reading, estimator, await limits.ViewAsync(tenant, cancellationToken)));

        var outcome = reading.Accepted
            ? await acceptance.AcceptAsync(reading, tenant, clientRequestId, messageId: null, cancellationToken)
            : await acceptance.FindRepeatedAsync(reading, tenant, clientRequestId, messageId: null, cancellationToken);
        if (outcome is null)
            return (null, false, Refuse(reading));
        if (outcome is AcceptanceOutcome.Limited limited)
            return (null, false, limits.Refuse(context, limited));
        if (outcome is AcceptanceOutcome.Conflicting conflict)
            return (null, false, Problems.Conflict(GenerateVideoConsumer.Conflict(conflict.Generation, key is null ? "/client_request_id" : "")));
        Checkpoint.Reached("intake.stored", outcome.Generation.Id);
        await first.SendAsync(outcome.Generation);
        return (outcome.Generation, outcome is AcceptanceOutcome.Accepted, null);
    }

    private static IResult Refuse(RequestReading reading) =>
        reading.Findings.FirstOrDefault(finding => finding.Code is "body.not_json" or "body.not_utf8") is { } unreadable
            ? Problems.BadRequest(unreadable.Message, [.. reading.Findings])
            : Problems.Refused(reading.Findings);

    private static IResult DryRun(RequestReading reading, RequestEstimator estimator, LimitsView? limits)
    {
        if (!reading.Accepted || reading.Request is not { } request)
            return Refuse(reading);
        return Results.Json(
            new DryRunView
            {
                Findings = reading.Findings,
                Request = Parsed(request.Body),
                RequestHash = request.Hash,
                VendorBody = request.VendorBody,
                Expected = request.Expected,
                Estimate = estimator.Estimate(request),
                Limits = limits,
            },
            IntakeJson.Default.DryRunView);
    }

    private static JsonElement Parsed(in ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }

    private static async Task<(HeldBody? Body, IResult? Problem)> ReadAsync(
        HttpContext context, LargeBodies bodies, long limit, CancellationToken cancellationToken)
    {
        if (RequestBody.RefuseType(context.Request) is { } refusal)
            return (null, refusal);
        try
        {
            return await bodies.ReadAsync(context, cancellationToken) is { } body ? (body, null) : (null, Problems.TooLarge(limit));
        }
        catch (TimeoutException)
        {
            context.Response.Headers.RetryAfter = LargeBodies.Patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return (null, Problems.Busy());
        }
    }

    private static bool TryReadDryRun(HttpRequest request, out bool dryRun, out IResult? problem)
    {
        var isGiven = request.Query.TryGetValue("dryRun", out var text);
        dryRun = isGiven && text.ToString().Length == 0; // As a flag alone it means what it says.
        problem = !isGiven || dryRun || bool.TryParse(text, out dryRun)
            ? null
            : Problems.BadRequest(Problems.Error("query.dry_run", "/dryRun", $"dryRun must be true or false, not '{text}'."));
        return problem is null;
    }
}
