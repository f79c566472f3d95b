using MassTransit;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>Says which generations it was never told of, and tells again what became of those that have left the line.</summary>
internal sealed class ConfirmSubmissionsConsumer(IDocuments<Submission> submissions, TimeProvider time) : IConsumer<ConfirmSubmissions>
{
    public async Task Consume(ConsumeContext<ConfirmSubmissions> context)
    {
        foreach (var id in context.Message.GenerationIds)
        {
            if (await submissions.FindAsync(id, context.CancellationToken) is { } submission)
                await context.PublishAnswerAsync(submission, time, context.CancellationToken);
            else
                await context.Publish(new ContinueGeneration { GenerationId = id });
        }
    }
}
