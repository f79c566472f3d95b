using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Client;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Repairs;

/// <summary>
/// Tasks that show, or tell whose they are, when it was over for the repair already: their generations wait to be POSTed again, since nothing showed
/// that there was a task, or watch another task that a person named.
/// </summary>
internal sealed class LateTasks(
    IDocuments<Submission> submissions, RequestsByPrompt requests, SharedDocuments shared, IBus bus, IOptions<SubmitterOptions> options, TimeProvider time)
{
    private static readonly GenerationError ShownLate = new()
    {
        Code = "submission_uncertain",
        Message = "A task that may be its own has shown late, so that it is not submitted again before that is found out.",
    };

    /// <summary>A list shows these, of which it is not known whose they are: whoever waits to be POSTed again and may have made one of them doubts again.</summary>
    /// <exception cref="TimeoutException">The broker has not confirmed what was to be told: the next look tells it.</exception>
    public async Task ShownAsync(string account, IReadOnlyList<TaskListItem> items, CancellationToken stoppingToken)
    {
        foreach (var item in items)
        {
            if (item is { CreatedAt: { } createdAt, Status: not (DashScopeTaskStatus.Failed or DashScopeTaskStatus.Canceled) })
                await DoubtAsync(item.TaskId, await requests.WaitingAsync(account, item.Model, createdAt, stoppingToken), stoppingToken);
        }
    }

    /// <summary>This one has succeeded and tells a prompt of ours. It is used if it is one generation's own for certain; who waits to be POSTed again doubts else.</summary>
    /// <exception cref="TimeoutException">The broker has not confirmed what was to be told.</exception>
    public async Task ToldAsync(string account, string taskId, Stray stray, ToldTask told, CancellationToken stoppingToken)
    {
        var suspects = await requests.SuspectsAsync(account, stray, told, stoppingToken);
        if (suspects is [var (submission, attempt)] && told.IsOf(submission) == true && (IsWaiting(submission) || IsNamedWithout(taskId, submission)))
        {
            attempt.Outcome = Attempt.Found;
            PostRules.Adopt(
                submission, new VendorTask(taskId, account, attempt.Id, VendorRequestId: null, time.GetUtcNow(), TaskFoundBy.Prompt), options.Value, time.GetUtcNow());
            await SaveAsync(submission, attempt, stoppingToken);
        }
        else
        {
            await DoubtAsync(taskId, [.. suspects.Where(suspect => IsWaiting(suspect.Submission))], stoppingToken);
        }
    }

    private async Task DoubtAsync(string taskId, IEnumerable<Suspect> suspects, CancellationToken stoppingToken)
    {
        foreach (var (submission, attempt) in suspects.Where(suspect => !suspect.Submission.PassedOver.Contains(taskId)))
        {
            submission.DoubtAgain(attempt, ShownLate, time.GetUtcNow() + options.Value.Repair.FirstLook);
            await SaveAsync(submission, attempt, stoppingToken);
        }
    }

    private async Task SaveAsync(Submission submission, Attempt attempt, CancellationToken stoppingToken)
    {
        if (!await submissions.ReplaceAsync(submission, stoppingToken))
            return; // It goes on meanwhile, and the next look sees how.
        await shared.Quota(attempt.Account, submission.Model).ChangeAsync(quota => QuotaRules.Occupy(quota, submission.Id, attempt.Id, time.GetUtcNow()));
        await bus.PublishAnswerAsync(submission, time, stoppingToken);
    }

    private static bool IsWaiting(Submission submission) => submission.Status == Submission.WaitingAgain;

    // Who was shown both and chose the other has decided.
    private static bool IsNamedWithout(string taskId, Submission submission) =>
        submission is { State: SubmissionState.Submitted, Task.FoundBy: TaskFoundBy.Operator } && !submission.PassedOver.Contains(taskId);
}
