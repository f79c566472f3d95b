using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;

namespace Wan.Submitter.Repairs;

/// <summary>
/// Finds out what became of POSTs without an answer, by the vendor's task list; all of one account and model in one look. Between looks the
/// submission keeps its slot, since its task may be running.
/// </summary>
internal sealed partial class Repair(
    DashScopeAccounts accounts,
    RepairLook look,
    MistakenNames names,
    RepairResult result,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<Repair> logger)
{
    /// <summary>Has a look for these submissions, which the caller has claimed.</summary>
    public async Task LookAsync(IReadOnlyList<Submission> uncertain, CancellationToken stoppingToken)
    {
        foreach (var group in uncertain.GroupBy(submission => (submission.Attempt!.Account, submission.Model)))
        {
            var now = time.GetUtcNow();
            var remembered = group.Where(submission => now - submission.Attempt!.SendAt < options.Value.Repair.ForgottenAfter).ToList();
            var view = remembered.Count > 0 && accounts.TryGet(group.Key.Account, out var account)
                ? await look.AtAsync(account, group.Key.Model, remembered, stoppingToken)
                : null;
            foreach (var submission in group)
                await TryApplyAsync(submission, Decide(submission, view, now), stoppingToken);
        }
    }

    private RepairVerdict Decide(Submission submission, RepairView? view, DateTimeOffset now)
    {
        var suspect = view?.Suspects.FirstOrDefault(suspect => suspect.InDoubt && suspect.Submission.Id == submission.Id);
        if (suspect is not null)
            return RepairRules.Decide(suspect, view!, options.Value.Repair, now);
        return now - submission.Attempt!.EndedAt >= options.Value.Repair.GiveUpAfter
            ? new RepairVerdict.Undecidable("The vendor's list can't be read, or no longer knows tasks so old.")
            : new RepairVerdict.LookAgain();
    }

    // One that can't be saved, such as one whose task a person has given to another, holds up nobody behind it.
    private async Task TryApplyAsync(Submission submission, RepairVerdict verdict, CancellationToken stoppingToken)
    {
        try
        {
            if (verdict is RepairVerdict.Found { By: TaskFoundBy.RequestId } found && !await names.TakeBackAsync(submission.Id, found.Item.TaskId, stoppingToken))
                verdict = new RepairVerdict.Undecidable($"Task {found.Item.TaskId} is its own by its request id, but a person has given it to a generation that has ended with it: its video is there.");
            await result.ApplyAsync(submission, verdict, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotSaved(logger, exception, submission.Id, verdict.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What was found out of generation {GenerationId} ({Verdict}) could not be saved; it is looked at again.")]
        public static partial void NotSaved(ILogger logger, Exception exception, string generationId, string verdict);
    }
}
