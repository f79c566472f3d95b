using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Storage;

namespace Wan.Submitter.Repairs;

/// <summary>Takes a task that is proven one generation's from another that a person gave it by mistake.</summary>
internal sealed class MistakenNames(IDocuments<Submission> submissions, IBus bus, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>Makes the task free for its own generation.</summary>
    /// <param name="generationId">Whose it is.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="stoppingToken">Ends it.</param>
    /// <returns>False if another has it that no longer gives it back: it has ended with it, or has it by proof too.</returns>
    public async Task<bool> TakeBackAsync(string generationId, string taskId, CancellationToken stoppingToken)
    {
        while (await submissions.FindByUniqueKeyAsync(taskId, stoppingToken) is { } holder && holder.Id != generationId)
        {
            var given = false;
            var changed = await submissions.ChangeAsync(
                holder,
                holder =>
                {
                    given = holder is { State: SubmissionState.Submitted, Task.FoundBy: Contracts.TaskFoundBy.Operator } && holder.Task.TaskId == taskId;
                    if (given)
                    {
                        holder.TakeBack(
                            TaskAdoption.OfAnother(holder.Id, taskId, "the vendor's own answer names it as another generation's"),
                            time.GetUtcNow() + options.Value.Repair.HoldLook);
                    }

                    return given;
                },
                stoppingToken);
            if (changed is not null && given)
                await bus.PublishAnswerAsync(changed, time, stoppingToken);
            else if (changed is { Task.TaskId: var kept } && kept == taskId)
                return false;
        }

        return true;
    }
}
