using Wan.Contracts;
using Wan.Hosting.Tracing;

namespace Wan.Intake;

/// <summary>A command to make a video as it came over the bus: bytes, which only the rules judge.</summary>
/// <param name="Body">Should be the command's JSON; whoever publishes may have sent anything.</param>
/// <param name="Problem">Why it is none whatever the body says; null if only the body decides.</param>
/// <param name="MessageId">AMQP's <c>message-id</c>, any text; null if there is none.</param>
/// <param name="CorrelationId">AMQP's <c>correlation-id</c>, any text; null if there is none.</param>
[Door("wan.generate-video")]
internal sealed record ReceivedCommand(ReadOnlyMemory<byte> Body, Finding? Problem, string? MessageId, string? CorrelationId)
{
    /// <summary>Ours, of this delivery: it is handled again if that fails halfway.</summary>
    public string DeliveryId { get; } = Guid.NewGuid().ToString();
}
