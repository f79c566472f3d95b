using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter;

/// <summary>
/// Drives on what nobody drives: a POST whose sender died, an answer that was lost, an outcome that is not known, a slot that nobody has.
/// </summary>
internal sealed partial class Sweep(
    IDocuments<Submission> submissions,
    SharedDocuments shared,
    Repair repair,
    SlotAudit audit,
    VendorClockCheck clock,
    PutOffSweep putOff,
    IBus bus,
    IConfiguration configuration,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<Sweep> logger) : BackgroundService
{
    private const int Batch = 100;

    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when what the last process left behind has been looked at.</summary>
    public Task First => first.Task;

    /// <summary>Looks at everything that is due.</summary>
    public async Task SweepAsync(bool allAtStart, CancellationToken stoppingToken)
    {
        await shared.DiscoverAsync(stoppingToken);
        await putOff.RunAsync(stoppingToken);
        IReadOnlyList<Submission> due;
        do
        {
            due = await ClaimAsync(allAtStart, stoppingToken);
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
        while (!allAtStart && due.Count == Batch); // At the start it was all, and would be the same again.

        await audit.RunAsync(allAtStart, stoppingToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var allAtStart = configuration.GetValue<bool>("Sweep:AllAtStart");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await clock.IsTrustedAsync(stoppingToken))
                {
                    await SweepAsync(allAtStart && !first.Task.IsCompleted, stoppingToken);
                    first.TrySetResult();
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(options.Value.SweepInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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
        [LoggerMessage(1, LogLevel.Error, "The sweep failed; it goes on with the next.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Whoever submitted generation {GenerationId} has gone; whether there is a task has to be found out.")]
        public static partial void Doubted(ILogger logger, string generationId);
    }
}
