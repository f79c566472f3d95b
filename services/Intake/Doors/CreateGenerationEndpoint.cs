using System.Buffers;
using System.Text.Json;
using Wan.DashScope.Requests;
using Wan.Intake.Ends;
using Wan.Intake.Limits;
using Wan.Intake.Views;

namespace Wan.Intake.Doors;

/// <summary><c>POST /v1/generations</c>: 202 with an id at once (200 if the same request has ended already), or a problem document with everything that is wrong.</summary>
internal static class CreateGenerationEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, AskedGenerations generations, RequestEstimator estimator, TenantLimitsDoor limits, ViewAddresses addresses, EndWait wait, CancellationToken cancellationToken)
    {
        var (accepted, isNew, answer) = await AcceptAsync(context, generations, estimator, limits, cancellationToken);
        if (accepted is null)
            return answer!;
        var generation = await PreferWait.ApplyAsync(context, accepted, wait, cancellationToken);
        var place = isNew && generation.Version == accepted.Version ? QueueView.Starting : QueueView.Of(generation);
        context.Response.Headers.Location = $"/v1/generations/{generation.Id}";
        return Results.Json(
            GenerationView.Of(generation, addresses, place),
            IntakeJson.Default.GenerationView,
            statusCode: generation.HasEnded ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    // The body's memory is given back at its end: whoever waits for the video holds none.
    private static async Task<(Generation? Accepted, bool IsNew, IResult? Answer)> AcceptAsync(
        HttpContext context, AskedGenerations generations, RequestEstimator estimator, TenantLimitsDoor limits, CancellationToken cancellationToken)
    {
        var (body, problem) = await generations.ReadAsync(context, cancellationToken);
        if (problem is not null)
            return (null, false, problem);
        using var held = body;
        if (!TryReadDryRun(context.Request, out var dryRun, out problem))
            return (null, false, problem);
        var (asked, refusal) = await generations.JudgeAsync(context, held!, cancellationToken);
        return asked is null ? (null, false, refusal)
            : dryRun ? (null, false, DryRun(asked.Reading, estimator, await limits.ViewAsync(asked.Tenant, cancellationToken)))
            : await generations.AcceptAsync(context, asked, cancellationToken);
    }

    private static IResult DryRun(RequestReading reading, RequestEstimator estimator, LimitsView? limits)
    {
        if (!reading.Accepted || reading.Request is not { } request)
            return AskedGenerations.Refuse(reading);
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
