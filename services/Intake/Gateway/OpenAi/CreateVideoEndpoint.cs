using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.Intake.Doors;
using Wan.Storage.Bodies;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary><c>POST /v1/videos</c>, as JSON or as a form: 200 with the video, or a refusal with everything that is wrong.</summary>
internal static class CreateVideoEndpoint
{
    // The npm client counts in it how often it has sent the same before.
    private const string RetryCount = "X-Stainless-Retry-Count";

    public static async Task<IResult> HandleAsync(
        HttpContext context, AskedGenerations generations, VideoForms forms, ModelCatalogue catalogue, IRequestBodies bodies, CancellationToken cancellationToken)
    {
        var (accepted, problem) = await AcceptAsync(context, generations, forms, catalogue, cancellationToken);
        return accepted is null ? problem! : Results.Json(await VideoEndpoints.ViewAsync(accepted, bodies, cancellationToken), OpenAiJson.Plain.VideoObject);
    }

    private static async Task<(Generation? Accepted, IResult? Problem)> AcceptAsync(
        HttpContext context, AskedGenerations generations, VideoForms forms, ModelCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (context.Request.Headers.ContainsKey(IdempotencyKey.Header))
            OpenAiProblems.MayBeRepeated(context);
        var (body, unread) = VideoForms.IsForm(context.Request) ? await forms.ReadAsync(context, cancellationToken) : await generations.ReadAsync(context, cancellationToken);
        if (unread is not null)
            return (null, unread);
        using var held = body!;
        var (translated, wrong) = VideoRequest.Translate(held.Bytes, catalogue);
        var (asked, refusal) = await generations.JudgeAsync(context, held with { Bytes = translated }, cancellationToken);
        if (asked is null)
            return (null, refusal);
        if (asked.ClientRequestId is not null)
            OpenAiProblems.MayBeRepeated(context);
        else if (IsRepeated(context.Request))
            return (null, Problems.Conflict(Unnamed(), "This may be the same request again."));
        if (wrong.Count > 0)
            return (null, Problems.Refused([.. wrong, .. asked.Reading.Findings]));
        var (generation, _, conflict) = await generations.AcceptAsync(context, asked, cancellationToken);
        return generation is not null && !VideoObject.IsThere(generation) ? (null, Problems.Conflict(Deleted(generation), "The video of this id was deleted.")) : (generation, conflict);
    }

    // Whatever does not say that it is the first may be another.
    private static bool IsRepeated(HttpRequest request) => request.Headers[RetryCount] is { Count: > 0 } counts && counts is not ["0"];

    private static Finding Deleted(Generation generation) => Problems.Error("video.deleted", "",
        $"This id was used at {generation.CreatedAt:u} for the same request, video {generation.Id}, which was deleted since. Use a new id for a new video.");

    private static Finding Unnamed() => Problems.Error("idempotency.no_key", "",
        $"The client sends this again ({RetryCount}), and neither the header {IdempotencyKey.Header} nor client_request_id says that it is the same: what was sent before may have been "
        + "accepted, and would be paid twice. Nothing was done now. Look with GET /v1/videos, and send one of the two next time.");
}
