using MassTransit;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Submitter.Line;

/// <summary>
/// Takes out of the line what was to begin earlier. Intake asks for that as the time comes; here it is seen to that nothing is begun later, whoever is away or
/// late. What is on the wire, or in doubt, is not touched: it may be paid.
/// </summary>
internal sealed partial class MissedStarts(
    IDocuments<Submission> submissions, LineReader line, IBus bus, BrokerAlarm alarm, ClockGuard clock, TimeProvider time, ILogger<MissedStarts> logger)
{
    /// <summary>Whether its time has passed. A clock that can't be trusted does not say so.</summary>
    public bool IsMissed(Submission submission) => submission.StartBy <= time.GetUtcNow() && clock.IsTrusted(out _);

    /// <summary>Withdraws those whose time has passed.</summary>
    /// <param name="claimed">What is about to be started.</param>
    /// <returns>The others.</returns>
    public async Task<IReadOnlyList<Submission>> WithdrawAsync(IReadOnlyList<Submission> claimed)
    {
        var missed = claimed.Where(IsMissed).ToList();
        if (missed.Count == 0)
            return claimed;
        var why = await WhyAsync(missed[0]);
        foreach (var submission in missed)
        {
            Withdraw(submission, why);
            if (await submissions.ReplaceAsync(submission))
                _ = TellAsync(submission); // The others don't wait for the broker. Intake asks again for what was never told.
        }

        return [.. claimed.Except(missed)];
    }

    /// <summary>Says that it was not begun in time.</summary>
    /// <param name="submission">Changed.</param>
    /// <param name="why">What it waited for.</param>
    public void Withdraw(Submission submission, string? why)
    {
        (submission.WithdrawnFor, submission.WaitedFor) = (CancellationReason.NotStarted, why);
        submission.Finish(SubmissionState.Withdrawn);
        Log.Withdrawn(logger, submission.Id, submission.StartBy, why);
    }

    /// <summary>What a submission waits for, as a sentence; null if it does not wait, or that can't be read now.</summary>
    public async Task<string?> WhyAsync(Submission submission)
    {
        if (submission.State != SubmissionState.Waiting)
            return null;
        try
        {
            var view = await line.ReadAsync(submission.Model, CancellationToken.None);
            return (submission.Files is { IsReady: false } files ? WaitRules.OfFiles(view, files.Obstacle, ahead: null) : WaitRules.Of(view, ahead: null)).WaitingFor;
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private async Task TellAsync(Submission submission)
    {
        if (alarm.Reason is not null)
            return;
        try
        {
            await bus.PublishAnswerAsync(submission, time);
        }
        catch (Exception exception)
        {
            Log.NotTold(logger, exception, submission.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Generation {GenerationId} was not begun by {StartBy}, and is taken out of the line: {Why}")]
        public static partial void Withdrawn(ILogger logger, string generationId, DateTimeOffset? startBy, string? why);

        [LoggerMessage(2, LogLevel.Warning, "That generation {GenerationId} was taken out of the line could not be told; it is told once Intake asks again.")]
        public static partial void NotTold(ILogger logger, Exception exception, string generationId);
    }
}
