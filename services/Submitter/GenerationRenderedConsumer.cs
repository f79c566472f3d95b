using MassTransit;
using Wan.Contracts;

namespace Wan.Submitter;

/// <summary>The task is done; its slot is free.</summary>
internal sealed class GenerationRenderedConsumer(SlotRelease slots) : IConsumer<GenerationRendered>
{
    public Task Consume(ConsumeContext<GenerationRendered> context) => slots.TaskEndedAsync(
        context.Message.GenerationId, context.Message.Account, context.Message.Model, context.Message.TaskId);
}
