using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter;

/// <summary>Drives on what has left the line: a POST whose sender died, an answer that was lost, an outcome that is not known.</summary>
internal sealed partial class InFlightSweep(
    IDocuments<Submission> submissions, Repair repair, IBus bus, IOptions<SubmitterOptions> options, TimeProvider time, ILogger<InFlightSweep> logger)
{
    private const int Batch = 100;

    /// <summary>Looks at everything that is due.</summary>
    public async Task RunAsync(bool allAtStart, CancellationToken stoppingToken)
    {
        IReadOnlyList<Submission> due;
        do
        {
            due = await ClaimAsync(allAtStart, stoppingToken);
            var claimed = due.Select(submission => submission.Version).ToList();
            try
            {
                await DriveAsync(due, stoppingToken);
            }
            catch (TimeoutException)
            {
                // What was changed meanwhile has its own time.
                await submissions.GiveBackAsync(due.Where((submission, place) => submission.Version == claimed[place]), time.GetUtcNow());
                throw;
            }
        }
        while (!allAtStart && due.Count == Batch); // At the start it was all, and would be the same again.
    }

    private Task<IReadOnlyList<Submission>> ClaimAsync(bool allAtStart, CancellationToken stoppingToken) => submissions.ClaimDueAsync(
        new DueClaim
        {
            Now = time.GetUtcNow(),
            Lease = options.Value.SilentAfter,
            Limit = allAtStart ? 10_000 : Batch,
            Group = Submission.InFlight,
            IgnoreDueTime = allAtStart,
        },
        stoppingToken);

    private async Task DriveAsync(IReadOnlyList<Submission> due, CancellationToken stoppingToken)
    {
        var uncertain = new List<Submission>();
        foreach (var submission in due)
        {
            if (submission.State == SubmissionState.Uncertain)
                uncertain.Add(submission);
            else
                await DriveAsync(submission, stoppingToken);
        }

        await repair.LookAsync(uncertain, stoppingToken);
    }

    private async Task DriveAsync(Submission submission, CancellationToken stoppingToken)
    {
        if (submission.State == SubmissionState.Posting)
        {
            PostRules.SenderDied(submission, options.Value, time.GetUtcNow());
            if (!await submissions.ReplaceAsync(submission, stoppingToken))
                return; // Alive after all.
            Log.Doubted(logger, submission.Id);
        }

        // Submitted and silent for long: the answer may have been lost. The claim has set the next look.
        await bus.PublishAnswerAsync(submission, time, stoppingToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Whoever submitted generation {GenerationId} has gone; whether there is a task has to be found out.")]
        public static partial void Doubted(ILogger logger, string generationId);
    }
}
