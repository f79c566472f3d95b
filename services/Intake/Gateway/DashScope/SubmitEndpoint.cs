using Wan.Intake.Doors;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>
/// <c>POST /api/v1/services/aigc/video-generation/video-synthesis</c>: a generation as <see cref="CreateGenerationEndpoint"/> makes it. The vendor's body is ours.
/// </summary>
internal static class SubmitEndpoint
{
    private const string Asynchronous = "X-DashScope-Async";

    public static async Task<IResult> HandleAsync(HttpContext context, AskedGenerations generations, CancellationToken cancellationToken)
    {
        if (!string.Equals(context.Request.Headers[Asynchronous], "enable", StringComparison.OrdinalIgnoreCase))
            return VendorErrors.NotAsynchronous;
        var (body, problem) = await generations.ReadAsync(context, cancellationToken);
        if (problem is not null)
            return problem;
        using var held = body!;
        var (asked, refusal) = await generations.JudgeAsync(context, held, cancellationToken);
        if (asked is null)
            return refusal!;
        var (generation, _, answer) = await generations.AcceptAsync(context, asked, cancellationToken);
        return generation is null ? answer! : Accepted(context, generation);
    }

    private static VendorAnswer Accepted(HttpContext context, Generation generation)
    {
        context.Response.Headers.Location = $"/v1/generations/{generation.Id}";
        return VendorAnswer.Ok(json =>
        {
            json.WriteStartObject("output");
            json.WriteString("task_status", TaskWords.Of(generation));
            json.WriteString("task_id", generation.Id);
            json.WriteEndObject();
        });
    }
}
