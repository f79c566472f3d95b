using MassTransit;
using Wan.Contracts;

namespace Wan.Submitter;

/// <summary>The task is done; its slot is free. If a person had named it and it turns out to be another request's, that person is asked again.</summary>
internal sealed class GenerationRenderedConsumer(SlotRelease slots, TimeProvider time) : IConsumer<GenerationRendered>
{
    public async Task Consume(ConsumeContext<GenerationRendered> context)
    {
        var message = context.Message;
        var submission = await slots.TaskEndedAsync(
            message.GenerationId, message.Account, message.Model, message.TaskId, submission => TaskAdoption.Objection(submission, message));
        if (submission?.State == SubmissionState.Uncertain)
            await context.PublishAnswerAsync(submission, time, context.CancellationToken);
    }
}
