using MassTransit;
using Wan.Contracts;

namespace Wan.Submitter;

/// <summary>The task has ended without a video; its slot is free. If a person had named it and there is no such task, that person is asked again.</summary>
internal sealed class RenderingFailedConsumer(SlotRelease slots, TimeProvider time) : IConsumer<RenderingFailed>
{
    public async Task Consume(ConsumeContext<RenderingFailed> context)
    {
        var message = context.Message;
        var submission = await slots.TaskEndedAsync(
            message.GenerationId, message.Account, message.Model, message.TaskId, _ => message.Reason == "expired" ? message.Error : null);
        if (submission?.State == SubmissionState.Uncertain)
            await context.PublishAnswerAsync(submission, time, context.CancellationToken);
    }
}
