using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Json;
using MassTransit;
using Microsoft.Net.Http.Headers;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors.Descriptions;
using Wan.Intake.Ends;
using Wan.Intake.Lists;
using Wan.Intake.Models;
using Wan.Intake.Usage;
using Wan.Intake.Views;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Doors;

/// <summary>The HTTP door: what can be asked of a generation once it is there. Creating one is <see cref="CreateGenerationEndpoint"/>.</summary>
internal static class GenerationEndpoints
{
    // A larger one, with images in it, has an address of its own.
    private const int RequestShownUpTo = 64 * 1024;

    public static void MapGenerations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/generations", CreateGenerationEndpoint.HandleAsync).Needs(Scopes.Create).Describes(GenerationDescriptions.Create);
        routes.MapGet("/v1/generations", GenerationPageEndpoint.HandleAsync).Needs(Scopes.Read).Describes(GenerationDescriptions.List);
        routes.MapGet("/v1/generations:count", GenerationCounts.HandleAsync).Needs(Scopes.Read).Describes(GenerationDescriptions.Count);
        routes.MapPost("/v1/generations:cancel", CancelManyEndpoint.HandleAsync).Needs(Scopes.Cancel).Describes(CancelDescriptions.CancelMany);
        routes.MapGet("/v1/models", ModelsEndpoint.Handle).Needs(Scopes.Read).Describes(GenerationDescriptions.Models);
        routes.MapGet("/v1/generations/{id}", FindAsync).Needs(Scopes.Read).OfGeneration().Describes(GenerationDescriptions.Find);
        routes.MapPatch("/v1/generations/{id}", ChangeGenerationEndpoint.HandleAsync).Needs(Scopes.Create).OfGeneration().Describes(ChangeDescriptions.Change);
        routes.MapDelete("/v1/generations/{id}", DeleteGenerationEndpoint.HandleAsync).Needs(Scopes.Cancel).OfGeneration().Describes(CancelDescriptions.Delete);
        routes.MapGet("/v1/generations/{id}/request", FindRequestAsync).Needs(Scopes.Read).OfGeneration().Describes(GenerationDescriptions.FindRequest);
        routes.MapGet("/v1/generations/{id}/video/link", VideoLinkEndpoint.HandleAsync).Needs(Scopes.Read).OfGeneration().Describes(FollowDescriptions.VideoLink);
        routes.MapDelete("/v1/generations/{id}/video", DeleteVideoEndpoint.HandleAsync).Needs(Scopes.Cancel).OfGeneration().Describes(CancelDescriptions.DeleteVideo);
        routes.MapEvents();
        routes.MapPost("/v1/generations/{id}/cancel", CancelAsync).Needs(Scopes.Cancel).OfGeneration().Describes(CancelDescriptions.Cancel);
        routes.MapPost("/v1/generations/{id}/resolve", ResolveAsync).Needs(Scopes.Operate).OfGeneration().Describes(CancelDescriptions.Resolve);
        routes.MapUsage();
    }

    /// <summary>Sends whoever asks for a video, or for what is done with it, to the Archiver, where that is another process.</summary>
    public static void MapArchiverRedirects(this IEndpointRouteBuilder routes, Uri archiver)
    {
        var address = archiver.ToString().TrimEnd('/');
        Map("video", Scopes.Read, HttpMethods.Get, HttpMethods.Head);
        Map("poster", Scopes.Read, HttpMethods.Get);
        Map("archive", Scopes.Operate, HttpMethods.Post);
        Map("hold", Scopes.Read, HttpMethods.Get);
        Map("hold", Scopes.Operate, HttpMethods.Put, HttpMethods.Delete);
        Map("quarantine", Scopes.Read, HttpMethods.Get);
        Map("quarantine/video", Scopes.Read, HttpMethods.Get, HttpMethods.Head);
        Map("quarantine/accept", Scopes.Operate, HttpMethods.Post);

        void Map(string path, string scope, params string[] methods) => routes.MapMethods($"/v1/generations/{{id:guid}}/{path}", methods,
            (Guid id, HttpContext context, AddressSigner signer) => Results.Redirect(
                address + signer.SignBriefly(context.Request.Method, $"/v1/generations/{id}/{path}"), preserveMethod: true)).Needs(scope).OfGeneration();
    }

    private static async Task<IResult> FindAsync(
        string id, HttpContext context, IDocuments<Generation> generations, IRequestBodies bodies, ISubmitterLine line, ViewAddresses addresses,
        EndWait wait, CancellationToken cancellationToken)
    {
        var generation = await LoadAsync(id, generations, cancellationToken);
        if (generation is null)
            return Problems.NotFound(id);
        generation = await PreferWait.ApplyAsync(context, generation, wait, cancellationToken);
        var place = generation.Status == "submitting" ? await line.FindAsync(generation.Id, cancellationToken) : QueueView.Of(generation);
        var request = generation.RequestBytes <= RequestShownUpTo ? await bodies.FindAsync(generation.Id, cancellationToken) : null;
        return Tagged(GenerationView.Of(generation, addresses, place) with { Request = Parsed(request) });
    }

    private static async Task<IResult> FindRequestAsync(
        string id, IDocuments<Generation> generations, IRequestBodies bodies, CancellationToken cancellationToken)
    {
        var generation = await LoadAsync(id, generations, cancellationToken);
        if (generation is null)
            return Problems.NotFound(id);
        return generation.RequestBytes is not null && await bodies.FindAsync(generation.Id, cancellationToken) is { } request
            ? Results.Bytes(request, MediaTypeNames.Application.Json)
            : Problems.NoRequest(generation);
    }

    // With a weak ETag (RFC 9110, 8.8.1), so that whoever asks again is told that nothing is new: the start of one that waits is estimated anew each time.
    private static IResult Tagged(GenerationView view)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(view, IntakeJson.Default.GenerationView);
        var steady = view.Queue?.EstimatedStart is null
            ? json
            : JsonSerializer.SerializeToUtf8Bytes(view with { Queue = view.Queue with { EstimatedStart = null } }, IntakeJson.Default.GenerationView);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(steady).AsSpan(0, 12))}\"", isWeak: true);
        return Results.Bytes(json, "application/json; charset=utf-8", entityTag: tag);
    }

    private static JsonElement? Parsed(byte[]? json) => json is null ? null : JsonElement.Parse(json);

    private static async Task<IResult> CancelAsync(
        string id,
        HttpRequest request,
        IDocuments<Generation> generations,
        IPublishEndpoint bus,
        BrokerAlarm alarm,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = await request.ReadBodyAsync(IntakeJson.Default.CancelRequest, cancellationToken);
        if (problem is not null)
            return problem;
        var generation = await LoadAsync(id, generations, cancellationToken);
        if (generation is null)
            return Problems.NotFound(id);
        if (generation.HasEnded)
            return Problems.WrongState($"The generation has ended: it is {generation.Status}.");
        var command = new CancelGeneration { GenerationId = generation.Id, Discard = asked?.Discard };
        return await SendAsync(generation, command, bus, alarm, time, cancellationToken);
    }

    private static async Task<IResult> ResolveAsync(
        string id,
        HttpRequest request,
        IDocuments<Generation> generations,
        IPublishEndpoint bus,
        BrokerAlarm alarm,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = await request.ReadBodyAsync(IntakeJson.Default.ResolveRequest, cancellationToken);
        if (problem is not null)
            return problem;
        if (asked?.Decision is not ("resubmit" or "adopt" or "fail"))
        {
            return Problems.BadRequest(Problems.Error("resolve.decision", "/decision",
                $"decision must be 'resubmit' (a second POST, which may pay twice), 'adopt' (with the task's id) or 'fail', not '{asked?.Decision}'."));
        }

        if (asked.Decision == "adopt" ? asked.TaskId is not { Length: > 0 and <= 200 } : asked.TaskId is not null)
        {
            return Problems.BadRequest(Problems.Error("resolve.task_id", "/task_id",
                "task_id must be the vendor's id of the task that is to be adopted, and only stands beside the decision 'adopt'."));
        }

        var generation = await LoadAsync(id, generations, cancellationToken);
        if (generation is null)
            return Problems.NotFound(id);
        if (generation.Status != "uncertain" && !(asked.Decision == "adopt" && MayBeGivenItsTask(generation, asked.TaskId!)))
            return Problems.WrongState($"Only an uncertain generation can be resolved; this one is {generation.Status}.");
        if (asked.Decision == "resubmit" && !generation.OnHold)
            return Problems.WrongState("What became of its POST is still being found out. It can be submitted again once it is on hold (its error says so).");
        var command = new ResolveSubmission
        {
            GenerationId = generation.Id, Decision = asked.Decision, TaskId = asked.TaskId, DecidedAt = time.GetUtcNow(),
        };
        return await SendAsync(generation, command, bus, alarm, time, cancellationToken);
    }

    // A person gave it up while its outcome was not known: its task may still be found and named. Or one is known that is paid for it.
    private static bool MayBeGivenItsTask(Generation generation, string taskId) =>
        generation is { Status: "failed", TaskId: null, Error.Code: var code }
        && (code == "uncertain_failed" || code.StartsWith("task_", StringComparison.Ordinal) || generation.Orphans.Exists(orphan => orphan.TaskId == taskId));

    /// <summary>Has something done about a generation: 202, or why that could not be asked for.</summary>
    internal static async Task<IResult> SendAsync(
        Generation generation, object command, IPublishEndpoint bus, BrokerAlarm alarm, TimeProvider time, CancellationToken cancellationToken)
    {
        return await PublishAsync(command, bus, alarm, time, cancellationToken) ?? Results.Accepted($"/v1/generations/{generation.Id}");
    }

    /// <summary>Sends a command.</summary>
    /// <returns>Null once the broker has it; or the answer that says why it has not.</returns>
    internal static async Task<IResult?> PublishAsync(object command, IPublishEndpoint bus, BrokerAlarm alarm, TimeProvider time, CancellationToken cancellationToken)
    {
        if (alarm.Reason is { } reason)
            return Problems.Blocked(reason);
        try
        {
            await bus.PublishInTimeAsync(command, time, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return Problems.NotSent();
        }
    }

    private static async Task<Generation?> LoadAsync(string id, IDocuments<Generation> generations, CancellationToken cancellationToken) =>
        DoorIds.Read(id) is { } known ? await generations.FindAsync(known, cancellationToken) : null;
}
