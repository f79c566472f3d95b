using MassTransit;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>
/// Says which generations it was never told of, and tells again what became of those that have left the line: each in its own trace, which is
/// not that of the question, so that it can't wait until the question counts as answered.
/// </summary>
internal sealed class ConfirmSubmissionsConsumer(IDocuments<Submission> submissions, IBus bus, TimeProvider time) : IConsumer<ConfirmSubmissions>
{
    public async Task Consume(ConsumeContext<ConfirmSubmissions> context)
    {
        foreach (var id in context.Message.GenerationIds)
        {
            if (await submissions.FindAsync(id, context.CancellationToken) is { } submission)
                await bus.PublishAnswerAsync(submission, time, context.CancellationToken);
            else
                await context.Publish(new ContinueGeneration { GenerationId = id });
        }
    }
}
