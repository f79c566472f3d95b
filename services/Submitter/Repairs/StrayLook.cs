using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Storage;

namespace Wan.Submitter.Repairs;

/// <summary>Asks the vendor for one task that no generation has.</summary>
internal sealed class StrayLook(
    IDocuments<Submission> submissions,
    AccountQueries queries,
    StrayOwner owner,
    Orphans orphans,
    SubmitterMetrics metrics,
    IOptions<SubmitterOptions> options,
    TimeProvider time)
{
    /// <summary>Finds out more of it.</summary>
    /// <returns>What is known now; null if it is a generation's own task after all.</returns>
    public async Task<Stray?> AtAsync(DashScopeAccount account, string taskId, Stray stray, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (await submissions.FindByUniqueKeyAsync(taskId, stoppingToken) is not null)
            return null;
        if (await queries.QueryAsync(account, taskId, stoppingToken) is not QueryOutcome.Answered { Task: var task })
            return StrayRules.Later(stray, options.Value.Strays, now);
        switch (task.Status)
        {
            case DashScopeTaskStatus.Succeeded when stray.GenerationId is not null:
                await orphans.TellAsync(account.Name, taskId, stray, task.StatusWord, task.Usage);
                return stray with { LookAt = null };
            case DashScopeTaskStatus.Succeeded:
                return await owner.FindAsync(account.Name, taskId, stray, task, stoppingToken);
            case DashScopeTaskStatus.Failed or DashScopeTaskStatus.Canceled:
                if (stray.GenerationId is null)
                    metrics.Foreign(account.Name, stray.Model);
                else
                    await orphans.TellAsync(account.Name, taskId, stray, task.StatusWord, usage: null);
                return stray with { LookAt = null };
            default:
                return StrayRules.Later(stray, options.Value.Strays, now);
        }
    }
}
