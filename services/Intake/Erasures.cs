using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Tracing;
using Wan.Intake.Doors;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake;

/// <summary>
/// Has all that is kept of a generation deleted: by Archiver first, then here (<see cref="Chores.RetentionChore"/>). The wish is stored with it, and sent by the sweep until Archiver has
/// answered.
/// </summary>
internal sealed class Erasures(IDocuments<Generation> generations, PromptMessages messages, IOptions<IntakeOptions> options, TimeProvider time)
{
    /// <summary>Asks for it; nothing, if that was done before.</summary>
    /// <returns>Null once it is stored; or the answer that says why it can't be.</returns>
    public async Task<IResult?> AskAsync(string id, Requester requester, CancellationToken cancellationToken)
    {
        IResult? refusal = null;
        var stored = await generations.ChangeAsync(
            id,
            generation =>
            {
                refusal = Refuse(generation);
                if (refusal is not null || generation.ErasureAsked is not null)
                    return false;
                Note(generation, requester);
                return true;
            },
            cancellationToken);
        if (stored is null)
            return Problems.NotFound(id);
        if (refusal is null && !stored.IsErased)
            await SendAsync(stored);
        return refusal;
    }

    private static IResult? Refuse(Generation generation) => generation switch
    {
        { HasEnded: false } => Problems.WrongState($"The generation has not ended: it is {generation.Status}. POST …/cancel ends it."),
        { VideoHold: true, ErasureAsked: null } => Problems.WrongState("The video is on hold. An operator lifts that with DELETE …/hold."),
        _ => null,
    };

    private void Note(Generation generation, Requester requester)
    {
        var now = time.GetUtcNow();
        generation.ErasureAsked = new() { At = now, Reason = requester.KeyId is { } key ? $"Asked for by the key {key}." : "Asked for by a requester without a key." };
        generation.DueAt = now + options.Value.StartWithin;
        generation.Note(now, "erasure_asked", generation.ErasureAsked.Reason);
    }

    private async Task SendAsync(Generation generation)
    {
        Checkpoint.Reached("intake.erasure_asked", generation.Id);
        using var step = WanTrace.Enter(generation);
        await messages.TrySendAsync(generation.Id, generation.ToErase());
    }
}
