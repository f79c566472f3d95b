using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Storage;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Posting;

/// <summary>Saves what a POST was answered, and tells it.</summary>
internal sealed partial class PostAnswers(
    IDocuments<Submission> submissions,
    MistakenNames names,
    Orphans orphans,
    IBus bus,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<PostAnswers> logger)
{
    private static readonly TimeSpan FirstSavePause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSavePause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Saves it. Nobody else has the answer, and it may be worth a video: it is kept and tried for as long as this process lives. The submission may have
    /// moved on meanwhile.
    /// </summary>
    /// <returns>The submission as it is now.</returns>
    public async Task<Submission> SaveAsync(Submission submission, Reservation reservation, SubmitOutcome outcome)
    {
        var taskId = (outcome as SubmitOutcome.Accepted)?.TaskId;
        for (var failures = 0; ; failures++)
        {
            try
            {
                // What a failed attempt has changed may not be stored: from then on only what the store has is changed.
                var saved = failures == 0 ? await submissions.ChangeAsync(submission, Apply) : await submissions.ChangeAsync(submission.Id, Apply);
                return saved ?? submission;
            }
            catch (Exception exception)
            {
                Log.SaveFailed(logger, exception, submission.Id, taskId ?? PostRules.Word(outcome));
                await Task.Delay(Backoff.Wait(failures, FirstSavePause, LongestSavePause), time);
                if (taskId is not null)
                    await TakeBackAsync(submission.Id, taskId);
            }
        }

        bool Apply(Submission submission) =>
            PostRules.Apply(submission, reservation.AttemptId, reservation.Account, outcome, options.Value, time.GetUtcNow());
    }

    /// <summary>Saves that there is nothing to POST.</summary>
    /// <returns>False if the submission has moved on.</returns>
    public async Task<bool> RefuseAsync(Submission submission, GenerationError refusal)
    {
        submission.Finish(SubmissionState.Refused, refusal);
        return await submissions.ReplaceAsync(submission);
    }

    /// <summary>
    /// Saves why it came to no intent: how often it broke off, and it comes again when the claim on its place would have ended; or that its files have to be uploaded again.
    /// </summary>
    public Task PutBackAsync(Submission submission)
    {
        if (submission.Files is not { IsReady: false })
            submission.DueAt = time.GetUtcNow() + options.Value.ClaimLease;
        return submissions.ReplaceAsync(submission);
    }

    /// <summary>Tells the saga.</summary>
    public Task TellAsync(Submission submission) => bus.PublishAnswerAsync(submission, time);

    /// <summary>Has the task watched that an answer has named, if its generation does not need it.</summary>
    public Task WatchOrphansAsync(Submission submission, string attemptId) => orphans.KnownAsync(submission, attemptId);

    // The task that its answer names is its own, whatever a person has said.
    private async Task TakeBackAsync(string generationId, string taskId)
    {
        try
        {
            await names.TakeBackAsync(generationId, taskId, CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageException or TimeoutException)
        {
            // Said with the next attempt.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The answer for generation {GenerationId} could not be saved yet: {Answer}")]
        public static partial void SaveFailed(ILogger logger, Exception exception, string generationId, string answer);
    }
}
