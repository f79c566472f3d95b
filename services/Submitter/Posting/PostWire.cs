using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Posting;

/// <summary>Puts a POST on the wire.</summary>
internal sealed partial class PostWire(DashScopeClient client, SubmitterMetrics metrics, TimeProvider time, ILogger<PostWire> logger)
{
    /// <summary>Sends it. There is no cancellation: a POST that is cut off may be paid all the same.</summary>
    /// <param name="account">On which account.</param>
    /// <param name="submission">Whose.</param>
    /// <param name="reservation">Its turn.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="window">Until when it may leave; null: it must not any more.</param>
    public async Task<SubmitOutcome> SendAsync(
        DashScopeAccount account, Submission submission, Reservation reservation, ReadOnlyMemory<byte> body, SendWindow? window)
    {
        // By the key that its intent was saved with: what came of it is looked for as that key's.
        var sender = account.OfNow();
        var isExchanged = submission.Attempt?.AccountMark is { } mark && mark != UploadRules.MarkOf(sender);
        var outcome = window is null || isExchanged ? new SubmitOutcome.Late() : await client.SubmitAsync(sender, submission.Model, body, window, CancellationToken.None);
        Checkpoint.Reached("submitter.answered", submission.Id);
        metrics.Posted(account.Name, submission.Model, outcome);
        Log.Posted(logger, submission.Id, reservation.AttemptId, PostRules.Word(outcome));
        if (outcome is SubmitOutcome.Late && submission.StartBy <= time.GetUtcNow())
            Log.Missed(logger, submission.Id, reservation.AttemptId, submission.StartBy.Value);
        else if (outcome is SubmitOutcome.Late && isExchanged)
            Log.Exchanged(logger, submission.Id, reservation.AttemptId, account.Name);
        else if (outcome is SubmitOutcome.Late)
            Log.Late(logger, submission.Id, reservation.AttemptId, time.GetUtcNow() - reservation.SendAt);
        if (outcome is SubmitOutcome.NotSent missed)
            Log.NotSent(logger, reservation.AttemptId, submission.Id, account.Name, missed.Message);
        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "POST {AttemptId} of generation {GenerationId}: {Outcome}")]
        public static partial void Posted(ILogger logger, string generationId, string attemptId, string outcome);

        [LoggerMessage(2, LogLevel.Warning, "POST {AttemptId} of generation {GenerationId} was held back {Late} after its turn, since its time was over: this process stood still, or the way out was too slow. It goes back to the line.")]
        public static partial void Late(ILogger logger, string generationId, string attemptId, TimeSpan late);

        [LoggerMessage(4, LogLevel.Information, "POST {AttemptId} of generation {GenerationId} was held back: it was to begin before {StartBy}.")]
        public static partial void Missed(ILogger logger, string generationId, string attemptId, DateTimeOffset startBy);

        [LoggerMessage(5, LogLevel.Information, "POST {AttemptId} of generation {GenerationId} was held back: account {Account} has had another API key since its turn began. It goes back to the line.")]
        public static partial void Exchanged(ILogger logger, string generationId, string attemptId, string account);

        [LoggerMessage(3, LogLevel.Warning, "POST {AttemptId} of generation {GenerationId} did not get out to account {Account}: {Reason}")]
        public static partial void NotSent(ILogger logger, string attemptId, string generationId, string account, string reason);
    }
}
