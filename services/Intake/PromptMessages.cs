using MassTransit;
using Wan.Hosting;

namespace Wan.Intake;

/// <summary>Sends what is wanted of a generation at once, for whoever waits at a door: what the bus does not take within seconds is left to the sweep, since the wish is stored.</summary>
internal sealed partial class PromptMessages(IBus bus, BrokerAlarm alarm, ILogger<PromptMessages> logger)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    /// <summary>Sends it.</summary>
    /// <returns>Whether the bus has taken it; if not, it may have all the same.</returns>
    public async Task<bool> TrySendAsync(string generationId, object message)
    {
        if (alarm.Reason is not null)
            return false;
        try
        {
            await bus.Publish(message, message.GetType(), CancellationToken.None).WaitAsync(AtMost);
            return true;
        }
        catch (Exception exception)
        {
            Log.LeftToSweep(logger, message.GetType().Name, generationId, exception.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Message} of generation {GenerationId} could not be sent ({Reason}); the wish is stored, so the sweep sends it.")]
        public static partial void LeftToSweep(ILogger logger, string message, string generationId, string reason);
    }
}
