using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake;

/// <summary>
/// Brings a generation that a door has stored into Submitter's line. Whoever asked need not wait for a broker that is away, nor for a Submitter that was never started: if the message is not taken
/// the sweep sends it, and if that can't be stored either, or this process ends before, <see cref="Chores.LineCheck"/> has it sent.
/// </summary>
internal sealed partial class FirstMessage(IDocuments<Generation> generations, IBus bus, BrokerAlarm alarm, IOptions<IntakeOptions> options, TimeProvider time, ILogger<FirstMessage> logger)
{
    private static readonly TimeSpan PublishAtMost = TimeSpan.FromSeconds(2);

    /// <summary>Sends it, again if it was sent before; nothing if the generation is further.</summary>
    public async Task SendAsync(Generation generation)
    {
        if (generation.ToStart() is not { } message)
            return;
        if (alarm.Reason is not null)
        {
            await LeaveToSweepAsync(generation);
            return;
        }

        try
        {
            await bus.Publish(message, message.GetType(), CancellationToken.None).WaitAsync(PublishAtMost);
        }
        catch (Exception exception)
        {
            Log.LeftToSweep(logger, generation.Id, exception.GetType().Name);
            await LeaveToSweepAsync(generation);
        }
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Generation {GenerationId} is stored; its first message could not be sent ({Reason}), so the sweep starts it.")]
        public static partial void LeftToSweep(ILogger logger, string generationId, string reason);
    }
}
