using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Storage;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Repairs;

/// <summary>Asks the vendor about a task that a person says is a generation's, before that is believed: an id is easily mistyped.</summary>
internal sealed class TaskAdoption(IDocuments<Submission> submissions, DashScopeAccounts accounts, AccountQueries queries, TimeProvider time)
{
    // In all: whoever handles the message that asks for it has not much longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks on each account that it was POSTed on, the latest first.</summary>
    public async Task<NamedTask> FindAsync(Submission submission, string taskId, CancellationToken cancellationToken)
    {
        GenerationError? first = null;
        var attempts = Enumerable.Reverse(submission.Attempts).DistinctBy(attempt => attempt.Account).ToList();
        foreach (var attempt in attempts)
        {
            var objection = await ObjectionAsync(submission, attempt.Account, taskId, Patience / attempts.Count, cancellationToken);
            if (objection is null)
                return new NamedTask(taskId, attempt.Id, null);
            if (first is null || first.Code is "task_unknown" or "task_not_asked")
                first = objection;
        }

        return new NamedTask(taskId, submission.Attempt!.Id, first);
    }

    /// <summary>What a task that a person had named says when it ends without a video: nothing of the generation, whose own may run.</summary>
    public static GenerationError WithoutVideo(RenderingFailed failed) => Objection(
        failed.GenerationId, "task_without_video", $"Task {failed.TaskId} ended without a video ({failed.Error.Message}); it may not have been this generation's.") with
    {
        VendorCode = failed.Error.VendorCode, VendorRequestId = failed.Error.VendorRequestId,
    };

    private async Task<GenerationError?> ObjectionAsync(
        Submission submission, string accountName, string taskId, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (await submissions.FindByUniqueKeyAsync(taskId, cancellationToken) is { } owner && owner.Id != submission.Id)
            return Objection(submission.Id, "task_taken", $"Task {taskId} is generation {owner.Id}'s already, so that this one can't adopt it.");
        if (!accounts.TryGet(accountName, out var account))
            return Objection(submission.Id, "task_not_asked", $"The account '{accountName}' that it was POSTed on is no longer configured, so that its tasks can't be asked for. Add it again.");

        return await AskAsync(account, taskId, patience, cancellationToken) switch
        {
            null => Objection(submission.Id, "task_not_asked", $"The vendor did not answer for task {taskId} within {patience.TotalSeconds:0} s."),
            QueryOutcome.Answered { Task.Status: DashScopeTaskStatus.Unknown } =>
                Objection(submission.Id, "task_unknown", $"The vendor does not know task {taskId} under account '{accountName}': the id is mistyped, another account's, or older than a day."),
            QueryOutcome.Answered { Task: { Status: DashScopeTaskStatus.Failed or DashScopeTaskStatus.Canceled } task } => Objection(
                submission.Id, "task_without_video", $"Task {taskId} is {task.StatusWord}: it makes no video and is not paid. If it was this generation's, resubmit or fail."),
            QueryOutcome.Answered { Task: var task } when ToldTask.Of(task).IsOf(submission) == false =>
                OfAnother(submission.Id, taskId),
            QueryOutcome.Answered => null,
            QueryOutcome.Throttled { Error: var error } => NotAsked(submission.Id, taskId, error),
            QueryOutcome.Unauthorised { Error: var error } => NotAsked(submission.Id, taskId, error),
            QueryOutcome.Failed { Error: var error } => NotAsked(submission.Id, taskId, error),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no outcome of a query."),
        };
    }

    /// <summary>What a finished task that a person had named shows to be another request's; null if nothing does.</summary>
    public static GenerationError? Objection(Submission submission, GenerationRendered rendered) =>
        new ToldTask(rendered.PromptSha256, rendered.Usage).IsOf(submission) == false ? OfAnother(submission.Id, rendered.TaskId) : null;

    private async Task<QueryOutcome?> AskAsync(DashScopeAccount account, string taskId, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await queries.QueryAsync(account, taskId, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What a task that a person had named shows to be another request's.</summary>
    /// <param name="generationId">Whose it is said to be.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="reason">What shows it.</param>
    public static GenerationError OfAnother(string generationId, string taskId, string reason = "its prompt is not this generation's") =>
        Objection(generationId, "task_of_another", $"Task {taskId} was made of another request: {reason}.");

    private static GenerationError NotAsked(string generationId, string taskId, DashScopeError error) =>
        Objection(generationId, "task_not_asked", $"The vendor could not be asked for task {taskId} ({error.Code}).") with { VendorCode = error.Code, VendorRequestId = error.RequestId };

    private static GenerationError Objection(string generationId, string code, string reason) => new()
    {
        Code = code,
        Message = $"{reason} Decide again with POST /v1/generations/{generationId}/resolve.",
    };
}

/// <summary>A task that a person says is a generation's.</summary>
/// <param name="TaskId">The vendor's id.</param>
/// <param name="AttemptId">The POST that can have made it.</param>
/// <param name="Objection">What speaks against it; null if nothing does.</param>
internal sealed record NamedTask(string TaskId, string AttemptId, GenerationError? Objection);
