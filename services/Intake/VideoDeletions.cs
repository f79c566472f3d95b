using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Tracing;
using Wan.Intake.Doors;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake;

/// <summary>
/// Has archived videos deleted. The wish is stored with its generation, so that it is there whatever becomes of the message: the sweep sends that again until Archiver has answered.
/// </summary>
internal sealed class VideoDeletions(IDocuments<Generation> generations, PromptMessages messages, IOptions<IntakeOptions> options, TimeProvider time)
{
    /// <summary>Asks for it; nothing, if that was done before.</summary>
    /// <returns>Null once it is stored, or was deleted before; or the answer that says why it can't be.</returns>
    public Task<IResult?> AskAsync(Generation generation, Requester requester, CancellationToken cancellationToken) => AskAsync(generation, requester, Refuse, cancellationToken);

    /// <summary>Asks for it whatever the generation's state: a video that comes of it later is deleted then.</summary>
    /// <returns>Null once it is stored, or was deleted before; or the answer that says why it can't be.</returns>
    public Task<IResult?> AskAheadAsync(Generation generation, Requester requester, CancellationToken cancellationToken) =>
        AskAsync(generation, requester, latest => latest is { VideoDeletion: null, VideoDeletionAsked: null, VideoHold: true } ? OnHold() : null, cancellationToken);

    private async Task<IResult?> AskAsync(Generation generation, Requester requester, Func<Generation, IResult?> refuse, CancellationToken cancellationToken)
    {
        IResult? refusal = null;
        var stored = await generations.ChangeAsync(
            generation,
            latest =>
            {
                refusal = refuse(latest);
                var isNew = refusal is null && latest is { VideoDeletion: null, VideoDeletionAsked: null };
                if (isNew)
                    Note(latest, requester);
                return isNew;
            },
            cancellationToken);
        if (stored is null)
            return Problems.NotFound(generation.Id);
        if (refusal is null && stored is { VideoDeletionAsked: not null, HasEnded: true, Video: not null })
            await SendAsync(stored);
        return refusal;
    }

    private static IResult? Refuse(Generation generation) => generation switch
    {
        { VideoDeletion: not null } or { VideoDeletionAsked: not null } => null,
        { HasEnded: false } => Problems.WrongState($"There is no video to delete yet: the generation is {generation.Status}. POST …/cancel ends it."),
        { Video: null } => Problems.WrongState($"There is no video to delete: the generation is {generation.Status}."),
        { VideoHold: true } => OnHold(),
        _ => null,
    };

    private static IResult OnHold() => Problems.WrongState("The video is on hold. An operator lifts that with DELETE …/hold.");

    private void Note(Generation generation, Requester requester)
    {
        var now = time.GetUtcNow();
        generation.VideoDeletionAsked = new()
        {
            At = now,
            Reason = requester.KeyId is { } key ? $"Asked for by the key {key}." : "Asked for by a requester without a key.",
        };
        if (generation is { HasEnded: true, Video: not null })
            generation.DueAt = now + options.Value.StartWithin; // Else there is nothing to delete yet, and may never be.
        generation.Note(now, "video_deletion_asked", generation.VideoDeletionAsked.Reason);
    }

    private async Task SendAsync(Generation generation)
    {
        Checkpoint.Reached("intake.deletion_asked", generation.Id);
        using var step = WanTrace.Enter(generation);
        await messages.TrySendAsync(generation.Id, generation.ToDeleteVideo());
    }
}
