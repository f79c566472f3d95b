using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>One video: shown, fetched, deleted. All that is said is from our own state.</summary>
internal static class VideoEndpoints
{
    // The prompt of a larger request, with images in it, is not read for it.
    private const int RequestReadUpTo = 64 * 1024;

    public static async Task<IResult> FindAsync(string id, IDocuments<Generation> generations, IRequestBodies bodies, CancellationToken cancellationToken) =>
        await LoadAsync(id, generations, cancellationToken) is { } generation
            ? Results.Json(await ViewAsync(generation, bodies, cancellationToken), OpenAiJson.Plain.VideoObject)
            : NotFound(id);

    /// <summary>A generation as a video.</summary>
    public static async Task<VideoObject> ViewAsync(Generation generation, IRequestBodies bodies, CancellationToken cancellationToken) =>
        VideoObject.Of(generation, generation.RequestBytes <= RequestReadUpTo ? await bodies.FindAsync(generation.Id, cancellationToken) : null);

    /// <summary>The MP4, or the poster: where Archiver is in this process as its door answers, else by sending there whoever asks.</summary>
    public static async Task<IResult> ReadAsync(
        string id, HttpContext context, IDocuments<Generation> generations, InnerDoors doors, AddressSigner signer, IOptions<IntakeOptions> options, CancellationToken cancellationToken,
        string? variant = null)
    {
        if (variant is not (null or "video" or "thumbnail"))
            return Problems.BadRequest(Problems.Error("query.variant", "/variant", $"variant must be video or thumbnail, not '{variant}'."));
        if (await LoadAsync(id, generations, cancellationToken) is not { } generation)
            return NotFound(id);
        if (generation.Status != "completed")
            return Problems.WrongState($"There is no video yet, or none will come: the generation is {generation.Status}.");
        var (door, path) = variant == "thumbnail" ? ("getPoster", "poster") : ("getVideo", "video");
        if (options.Value.ArchiverUrl is { } archiver)
            return Results.Redirect(archiver.ToString().TrimEnd('/') + signer.SignBriefly(HttpMethods.Get, $"/v1/generations/{generation.Id}/{path}"), preserveMethod: true);
        return await doors.TryGoOnAsync(door, context) ? Results.Empty : Problems.NotConfigured("Archiver is not in this process, and Intake:ArchiverUrl does not say where it is.");
    }

    /// <summary>Ends what goes on, as far as it can be ended, and has the video deleted that is there or comes of it all the same.</summary>
    public static async Task<IResult> DeleteAsync(
        string id, HttpContext context, IDocuments<Generation> generations, VideoDeletions deletions, IPublishEndpoint bus, BrokerAlarm alarm, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await LoadAsync(id, generations, cancellationToken) is not { } generation)
            return NotFound(id);
        if (!generation.HasEnded
            && await GenerationEndpoints.PublishAsync(new CancelGeneration { GenerationId = generation.Id, Discard = true }, bus, alarm, time, cancellationToken) is { } problem)
        {
            return problem;
        }

        return await deletions.AskAheadAsync(generation, context.Requester(), cancellationToken) ?? Results.Json(new DeletedVideoObject { Id = generation.Id }, OpenAiJson.Plain.DeletedVideoObject);
    }

    private static IResult NotFound(string id) => Problems.NotFound(id);

    private static async Task<Generation?> LoadAsync(string id, IDocuments<Generation> generations, CancellationToken cancellationToken) =>
        DoorIds.Read(id) is { } known && await generations.FindAsync(known, cancellationToken) is { } generation && VideoObject.IsThere(generation) ? generation : null;
}
