using Microsoft.Extensions.Options;
using Wan.DashScope.Client;

namespace Wan.Submitter.Repairs;

/// <summary>Finds out whose a task is that has succeeded and that no generation has.</summary>
internal sealed class StrayOwner(
    RequestsByPrompt requests, LateTasks late, Orphans orphans, SubmitterMetrics metrics, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>Finds it out, as far as the task tells.</summary>
    /// <returns>What is known of it now.</returns>
    public async Task<Stray> FindAsync(string account, string taskId, Stray stray, DashScopeTask task, CancellationToken stoppingToken)
    {
        var told = ToldTask.Of(task);
        var (owner, inDoubt) = await requests.FindAsync(account, stray, told, stoppingToken);
        if (inDoubt)
        {
            // The repair decides on it, unless it was over for the repair already.
            if (owner!.State is SubmissionState.Waiting or SubmissionState.Submitted)
                await late.ToldAsync(account, taskId, stray, told, stoppingToken);
            return StrayRules.Later(stray, options.Value.Strays, time.GetUtcNow());
        }

        if (told.PromptSha256 is null && stray.Looks < StrayRules.PromptLooks)
            return StrayRules.Later(stray, options.Value.Strays, time.GetUtcNow()); // It may tell it later.

        if (owner is null)
        {
            metrics.Foreign(account, stray.Model);
            return stray with { LookAt = null };
        }

        var found = stray with { GenerationId = owner.Id, LookAt = null };
        await orphans.FoundAsync(owner, account, taskId);
        await orphans.TellAsync(account, taskId, found, task.StatusWord, task.Usage);
        return found;
    }
}
