using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Submitter.Repairs;

/// <summary>Tasks that were made of a generation's request beside its own: they are noted, counted and told.</summary>
internal sealed partial class Orphans(
    StrayBooks books,
    IDocuments<Submission> submissions,
    IBus bus,
    SubmitterMetrics metrics,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<Orphans> logger)
{
    /// <summary>The answer to a POST has named a task that its generation does not need. It is watched until it has told what it costs.</summary>
    public async Task KnownAsync(Submission submission, string attemptId)
    {
        foreach (var orphan in submission.Orphans.Where(orphan => orphan.AttemptId == attemptId))
        {
            var now = time.GetUtcNow();
            var stray = new Stray
            {
                Model = submission.Model, CreatedAt = orphan.SubmittedAt, LookAt = now + options.Value.Strays.FirstLook, GenerationId = submission.Id,
            };
            await books.PutAsync(orphan.Account, new Dictionary<string, Stray?> { [orphan.TaskId] = stray });
            Raise(submission.Id, orphan.TaskId, orphan.Account, submission.Model);
            await TellAsync(orphan.Account, orphan.TaskId, stray, endedAs: null, usage: null);
        }
    }

    /// <summary>A task has been found to be one. Into the submission too, so that nobody takes it for somebody's again.</summary>
    public async Task FoundAsync(Submission owner, string account, string taskId)
    {
        var news = false;
        var kept = await submissions.ChangeAsync(owner.Id, submission =>
        {
            news = !submission.Orphans.Exists(orphan => orphan.TaskId == taskId);
            if (news)
            {
                submission.Orphans.Add(new VendorTask(
                    taskId, account, submission.Attempt?.Id ?? "", VendorRequestId: null, time.GetUtcNow(), TaskFoundBy.Prompt));
            }

            return news;
        });
        if (kept is not null && news)
            Raise(owner.Id, taskId, account, owner.Model);
    }

    /// <summary>Tells of one.</summary>
    /// <exception cref="TimeoutException">The broker has not confirmed it in time.</exception>
    public Task TellAsync(string account, string taskId, Stray stray, string? endedAs, VideoUsage? usage) => bus.PublishInTimeAsync(
        new OrphanTaskFound
        {
            GenerationId = stray.GenerationId!,
            Account = account,
            Model = stray.Model,
            TaskId = taskId,
            FoundAt = time.GetUtcNow(),
            CreatedAt = stray.CreatedAt,
            EndedAs = endedAs,
            Usage = usage,
        },
        time);

    private void Raise(string generationId, string taskId, string account, string model)
    {
        Log.Orphan(logger, generationId, taskId, account);
        metrics.Orphaned(account, model);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {TaskId} on account {Account} was made of generation {GenerationId}'s request beside its own task: it is paid and makes no video for it.")]
        public static partial void Orphan(ILogger logger, string generationId, string taskId, string account);
    }
}
