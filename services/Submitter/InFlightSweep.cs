using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter;

/// <summary>Drives on what has left the line: a POST whose sender died, an answer that was lost, an outcome that is not known.</summary>
internal sealed partial class InFlightSweep(
    IDocuments<Submission> submissions, Repair repair, IBus bus, BrokerAlarm alarm, IOptions<SubmitterOptions> options, TimeProvider time,
    ILogger<InFlightSweep> logger)
{
    private const int Batch = 100;

    // One that alone can't be told holds up nobody else.
    private static readonly TimeSpan BehindOthers = TimeSpan.FromSeconds(10);

    /// <summary>Looks at everything that is due. What is found out and saved waits for no broker.</summary>
    /// <exception cref="TimeoutException">The broker does not take what is told; those that are not told yet are due at once again.</exception>
    public async Task RunAsync(bool allAtStart, CancellationToken stoppingToken)
    {
        IReadOnlyList<Submission> due;
        do
        {
            due = await ClaimAsync(allAtStart, stoppingToken);
            var silent = due.Where(submission => submission.State != SubmissionState.Uncertain).ToList();
            await repair.LookAsync([.. due.Except(silent)], stoppingToken);
            var changed = await DoubtAsync(silent, stoppingToken);
            if (!await TellAsync(silent, changed, stoppingToken))
                return;
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

    // Those whose sender has gone; nothing more becomes of one whose sender is alive after all.
    private async Task<HashSet<Submission>> DoubtAsync(List<Submission> silent, CancellationToken stoppingToken)
    {
        var doubted = new HashSet<Submission>();
        foreach (var submission in silent.Where(submission => submission.State == SubmissionState.Posting).ToList())
        {
            PostRules.SenderDied(submission, options.Value, time.GetUtcNow());
            if (await submissions.ReplaceAsync(submission, stoppingToken))
            {
                doubted.Add(submission);
                Log.Doubted(logger, submission.Id);
            }
            else
            {
                silent.Remove(submission);
            }
        }

        return doubted;
    }

    // Submitted and silent for long: the answer may have been lost. The claim has set the next look.
    private async Task<bool> TellAsync(List<Submission> silent, HashSet<Submission> changed, CancellationToken stoppingToken)
    {
        for (var next = 0; next < silent.Count; next++)
        {
            if (alarm.Reason is not null)
            {
                await GiveBackAsync(silent.Skip(next), TimeSpan.Zero);
                return false;
            }

            try
            {
                await bus.PublishAnswerAsync(silent[next], time, stoppingToken);
            }
            catch (TimeoutException)
            {
                await GiveBackAsync(silent.Skip(next + 1), TimeSpan.Zero);
                await GiveBackAsync([silent[next]], BehindOthers);
                throw;
            }
        }

        return true;

        // What was changed has its own time.
        Task GiveBackAsync(IEnumerable<Submission> claimed, TimeSpan wait) =>
            submissions.GiveBackAsync(claimed.Where(submission => !changed.Contains(submission)), time.GetUtcNow() + wait);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Whoever submitted generation {GenerationId} has gone; whether there is a task has to be found out.")]
        public static partial void Doubted(ILogger logger, string generationId);
    }
}
