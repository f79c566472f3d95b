using Microsoft.Extensions.Options;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake;

/// <summary>
/// Brings a generation that a door has stored into Submitter's line. Whoever asked need not wait for a broker that is away, nor for a Submitter that was never started: if the message is not taken
/// the sweep sends it, and if that can't be stored either, or this process ends before, <see cref="Chores.LineCheck"/> has it sent.
/// </summary>
internal sealed class FirstMessage(IDocuments<Generation> generations, PromptMessages messages, IOptions<IntakeOptions> options, TimeProvider time)
{
    /// <summary>Sends it, again if it was sent before; nothing if the generation is further.</summary>
    public async Task SendAsync(Generation generation)
    {
        if (generation.ToStart() is { } message && !await messages.TrySendAsync(generation.Id, message))
            await LeaveToSweepAsync(generation);
    }

    private async Task LeaveToSweepAsync(Generation generation)
    {
        var soon = time.GetUtcNow() + options.Value.StartWithin;
        try
        {
            await generations.ChangeAsync(generation.Id, stored =>
            {
                var isLater = stored.ToStart() is not null && stored.DueAt > soon;
                if (isLater)
                    stored.DueAt = soon;
                return isLater;
            });
        }
        catch (StorageException)
        {
            // It is there, and found.
        }
    }
}
