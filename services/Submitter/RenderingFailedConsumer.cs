using MassTransit;
using Wan.Contracts;

namespace Wan.Submitter;

/// <summary>The task has ended without a video; its slot is free.</summary>
internal sealed class RenderingFailedConsumer(SlotRelease slots) : IConsumer<RenderingFailed>
{
    public Task Consume(ConsumeContext<RenderingFailed> context) => slots.TaskEndedAsync(
        context.Message.GenerationId, context.Message.Account, context.Message.Model, context.Message.TaskId);
}
