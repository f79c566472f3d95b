using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Storage;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Repairs;

/// <summary>Saves what a look has found out, frees the slot if there is no task, and tells it.</summary>
internal sealed partial class RepairResult(
    IDocuments<Submission> submissions,
    SlotRelease slots,
    IBus bus,
    SubmitterMetrics metrics,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<RepairResult> logger)
{
    /// <summary>Does so, unless the answer came after all or a person has decided.</summary>
    public async Task ApplyAsync(Submission submission, RepairVerdict verdict, CancellationToken stoppingToken)
    {
        var attempt = submission.Attempt!;
        var news = UncertaintyRules.Apply(submission, verdict, options.Value, time.GetUtcNow());
        if (!await submissions.ReplaceAsync(submission, stoppingToken))
            return;

        if (!submission.HoldsSlot)
            await slots.AttemptOverAsync(submission, attempt);
        if (news)
        {
            Log.Repaired(logger, submission.Id, attempt.Id, verdict.GetType().Name);
            metrics.Repaired(attempt.Account, submission.Model, verdict);
            await bus.PublishAnswerAsync(submission, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "POST {AttemptId} of generation {GenerationId}, whose outcome was not known: {Verdict}")]
        public static partial void Repaired(ILogger logger, string generationId, string attemptId, string verdict);
    }
}
