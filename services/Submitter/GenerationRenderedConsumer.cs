using MassTransit;
using Wan.Contracts;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter;

/// <summary>The task is done; its slot is free. If a person had named it and it turns out to be another request's, that person is asked again.</summary>
internal sealed partial class GenerationRenderedConsumer(
    SlotRelease slots, SharedDocuments shared, TimeProvider time, ILogger<GenerationRenderedConsumer> logger) : IConsumer<GenerationRendered>
{
    public async Task Consume(ConsumeContext<GenerationRendered> context)
    {
        var message = context.Message;
        var submission = await slots.TaskEndedAsync(
            message.GenerationId, message.Account, message.Model, message.TaskId, submission => TaskAdoption.Objection(submission, message));
        if (submission is not null and not { State: SubmissionState.Ended })
            await context.PublishAnswerAsync(submission, time, context.CancellationToken);
        else if (submission is { Task.FoundBy: null, PromptSha256: { } ours } && message.PromptSha256 is { } told && told != ours)
            await DoubtPromptsAsync(message);
    }

    private async Task DoubtPromptsAsync(GenerationRendered message)
    {
        var now = time.GetUtcNow();
        var isNews = await shared.State(message.Account).ChangeAsync(state =>
        {
            if (state.PromptsDoubtedUntil - now > AccountState.DoubtFor / 2)
                return (false, false);
            state.PromptsDoubtedUntil = now + AccountState.DoubtFor;
            return (true, true);
        });
        if (isNews)
            Log.Doubt(logger, message.Account, message.TaskId, message.GenerationId);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account} tells another prompt for task {TaskId} than generation {GenerationId} was submitted with. For a day no task there is taken for another program's because of its prompt.")]
        public static partial void Doubt(ILogger logger, string account, string taskId, string generationId);
    }
}
