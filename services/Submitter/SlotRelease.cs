using Wan.Storage;

namespace Wan.Submitter;

/// <summary>Frees the slot of a task that has ended, and wakes the dispatcher for the next one.</summary>
internal sealed class SlotRelease(IDocuments<Submission> submissions, SharedDocuments shared, DispatchSignal signal, TimeProvider time)
{
    /// <summary>The task has ended. Said twice, it changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The submission isn't there (yet): to be tried again.</exception>
    public async Task TaskEndedAsync(string generationId, string account, string model, string taskId)
    {
        while (true)
        {
            var submission = await submissions.FindAsync(generationId)
                ?? throw new InvalidOperationException($"Generation {generationId} has no submission, but its task has ended.");
            if (submission.Task?.TaskId != taskId)
                return; // A second task of this generation, which has no slot.

            var released = shared.Quota(account, model).ChangeAsync(quota =>
                QuotaRules.Release(quota, generationId, attemptId: null, time.GetUtcNow(), rendered: true));
            var saved = true;
            if (submission.State != SubmissionState.Ended)
            {
                submission.Finish(SubmissionState.Ended);
                saved = await submissions.ReplaceAsync(submission);
            }

            await released;
            signal.Raise();
            if (saved)
                return;
        }
    }
}
