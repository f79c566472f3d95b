using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Quotas;

/// <summary>Frees the slot of a task that has ended or was never made, and wakes the dispatcher for the next one.</summary>
internal sealed class SlotRelease(
    IDocuments<Submission> submissions, SharedDocuments shared, DispatchSignal signal, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>This POST has no task.</summary>
    public async Task AttemptOverAsync(Submission submission, Attempt attempt)
    {
        await shared.Quota(attempt.Account, submission.Model).ChangeAsync(quota => QuotaRules.Release(quota, submission.Id, attempt.Id, time.GetUtcNow()));
        signal.Raise();
    }

    /// <summary>The task has ended. Said twice, it changes nothing.</summary>
    /// <param name="generationId">Whose.</param>
    /// <param name="account">That ran it.</param>
    /// <param name="model">Of which model.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="objection">What shows that it is not the generation's, where a person had said so: then it is uncertain again. Null: nothing does.</param>
    /// <param name="failed">It has made no video and was not cancelled: another task of the generation is used, if there is one.</param>
    /// <exception cref="InvalidOperationException">The submission isn't there (yet): to be tried again.</exception>
    /// <returns>The submission as it is now; null if the task is not its own.</returns>
    public async Task<Submission?> TaskEndedAsync(
        string generationId, string account, string model, string taskId, Func<Submission, GenerationError?>? objection = null, bool failed = false)
    {
        var (own, released) = (false, (Task?)null);
        var submission = await submissions.ChangeAsync(generationId, Apply)
            ?? throw new InvalidOperationException($"Generation {generationId} has no submission, but its task has ended.");
        if (released is not null)
        {
            await released;
            signal.Raise();
        }

        return own ? submission : null;

        bool Apply(Submission submission)
        {
            own = submission.Task?.TaskId == taskId;
            if (!own)
                return false; // A second task of this generation, which has no slot.
            var now = time.GetUtcNow();
            if (submission is { State: SubmissionState.Submitted, Task.FoundBy: TaskFoundBy.Operator } && objection?.Invoke(submission) is { } error)
            {
                submission.TakeBack(error, now + options.Value.Repair.HoldLook);
                if (submission.ProvenOrphan is not null)
                    PostRules.TakeOrphan(submission, options.Value, now);
                return true;
            }

            if (failed && submission is { State: SubmissionState.Submitted, ProvenOrphan: not null })
            {
                PostRules.TakeOrphan(submission, options.Value, now);
                return true;
            }

            // At once, whatever becomes of the document: the task has ended.
            released ??= shared.Quota(account, model).ChangeAsync(quota =>
                QuotaRules.Release(quota, generationId, attemptId: null, time.GetUtcNow(), rendered: true));
            if (submission.State == SubmissionState.Ended)
                return false;
            submission.Finish(SubmissionState.Ended);
            return true;
        }
    }
}
