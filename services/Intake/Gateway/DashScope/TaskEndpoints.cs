using System.Text.Json;
using MassTransit;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Gateway.DashScope;

/// <summary><c>GET /api/v1/tasks/{id}</c> and <c>POST /api/v1/tasks/{id}/cancel</c>: a generation as a task of the vendor's, told from our own state.</summary>
internal static class TaskEndpoints
{
    // The prompt of a larger one, with images in it, is not worth reading all of it at each query.
    private const int PromptReadUpTo = 64 * 1024;

    public static async Task<IResult> FindAsync(
        string id, HttpContext context, IDocuments<Generation> generations, IRequestBodies bodies, VideoLinks links, CancellationToken cancellationToken)
    {
        if (await OfRequesterAsync(id, context, generations, cancellationToken) is not { } generation)
            return TaskAnswer.Unknown(id);
        return TaskWords.Of(generation) == TaskWords.Succeeded
            ? TaskAnswer.Of(generation, await PromptAsync(generation, bodies, cancellationToken), links.Of(context.Request, generation))
            : TaskAnswer.Of(generation, null, null);
    }

    public static async Task<IResult> CancelAsync(
        string id, HttpContext context, IDocuments<Generation> generations, IPublishEndpoint bus, BrokerAlarm alarm, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await OfRequesterAsync(id, context, generations, cancellationToken) is not { } generation || TaskWords.Of(generation) != TaskWords.Pending)
            return VendorErrors.NotCancelable;
        var answer = await GenerationEndpoints.SendAsync(generation, new CancelGeneration { GenerationId = generation.Id }, bus, alarm, time, cancellationToken);
        return answer is IStatusCodeHttpResult { StatusCode: StatusCodes.Status202Accepted } ? VendorAnswer.Ok(_ => { }) : answer;
    }

    // Another tenant's is there as little as one that never was.
    private static async Task<Generation?> OfRequesterAsync(string id, HttpContext context, IDocuments<Generation> generations, CancellationToken cancellationToken) =>
        DoorIds.Read(id) is { } known && await generations.FindAsync(known, cancellationToken) is { } generation && context.Requester().Sees(generation.Tenant) ? generation : null;

    private static async Task<string?> PromptAsync(Generation generation, IRequestBodies bodies, CancellationToken cancellationToken)
    {
        if (generation.RequestBytes is null or > PromptReadUpTo || await bodies.FindAsync(generation.Id, cancellationToken) is not { } body)
            return null;
        using var request = JsonDocument.Parse(body);
        return request.RootElement.TryGetProperty("input", out var input) && input.TryGetProperty(InputField.Prompt, out var prompt) ? prompt.GetString() : null;
    }
}
