using Microsoft.Extensions.Options;
using Wan.Storage;
using Wan.Submitter.Line;

namespace Wan.Submitter.Uploads;

/// <summary>Takes those whose files are to be uploaded next: those near the head of a model's line, and those that have waited too long.</summary>
internal sealed class PreparationRound(
    IDocuments<Submission> submissions, SharedDocuments shared, MissedStarts missed, Preparations preparations, IOptions<SubmitterOptions> options, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    // Of a model whose next one is too far from the head, when to look again.
    private readonly Dictionary<string, long> lookedAt = [];

    // Those that were taken out of their order, as long as they wait.
    private readonly Dictionary<string, HashSet<string>> agedOf = [];

    /// <summary>What a dead process had begun with is to be done at once.</summary>
    public async Task TakeOverAsync(CancellationToken stoppingToken)
    {
        foreach (var model in shared.Models)
        {
            foreach (var submission in await submissions.DueAfterAsync(time.GetUtcNow(), 1000, Submission.PreparingFor(model), stoppingToken))
                await submissions.GiveBackAsync([submission], submission.CreatedAt);
        }
    }

    /// <summary>Begins with as many as there are places for.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        foreach (var model in shared.Models)
        {
            await ServeAgedAsync(model, stoppingToken);
            await ServeAsync(model, stoppingToken);
        }
    }

    private async Task ServeAsync(string model, CancellationToken stoppingToken)
    {
        while (HasPlace(model) && !(lookedAt.TryGetValue(model, out var at) && time.GetElapsedTime(at) < BetweenLooks))
        {
            var claimed = await ClaimAsync(model, time.GetUtcNow(), options.Value.Uploads.Lease, ClaimOrder.LowestRank, stoppingToken);
            if (claimed is null)
                return;
            if (await submissions.CountBeforeAsync(Submission.WaitingFor(model), claimed.Rank, stoppingToken) >= Ahead(model))
            {
                // Uploaded now, it would be too old when its turn comes.
                lookedAt[model] = time.GetTimestamp();
                await submissions.GiveBackAsync([claimed], claimed.CreatedAt);
                return;
            }

            if (!await TryBeginAsync(claimed, stoppingToken))
                return;
        }
    }

    // Who has waited too long starts out of its order, and so is prepared out of it, a few at a time.
    private async Task ServeAgedAsync(string model, CancellationToken stoppingToken)
    {
        var aged = agedOf.TryGetValue(model, out var known) ? known : agedOf[model] = [];
        foreach (var id in aged.ToList())
        {
            if (await submissions.FindAsync(id, stoppingToken) is not { State: SubmissionState.Waiting })
                aged.Remove(id);
        }

        var (bound, lease) = (options.Value.AgeingBound, options.Value.Uploads.Lease);
        while (HasPlace(model) && aged.Count < Ahead(model) / 2)
        {
            if (await ClaimAsync(model, time.GetUtcNow() - bound, bound + lease, ClaimOrder.OldestDue, stoppingToken) is not { } claimed)
                return;
            if (!await TryBeginAsync(claimed, stoppingToken))
                return;
            aged.Add(claimed.Id);
        }
    }

    private async Task<Submission?> ClaimAsync(string model, DateTimeOffset now, TimeSpan lease, ClaimOrder order, CancellationToken stoppingToken) =>
        await submissions.ClaimDueAsync(
            new DueClaim { Now = now, Lease = lease, Limit = 1, Group = Submission.PreparingFor(model), Order = order }, stoppingToken) is [var claimed] ? claimed : null;

    /// <returns>False if no account that it may be prepared for has a place now.</returns>
    private async Task<bool> TryBeginAsync(Submission claimed, CancellationToken stoppingToken)
    {
        if (await missed.WithdrawAsync([claimed]) is [] || await preparations.TryBeginAsync(claimed, stoppingToken))
            return true;
        await submissions.GiveBackAsync([claimed], claimed.CreatedAt);
        return false;
    }

    private bool HasPlace(string model) => preparations.HasPlace(shared.AccountsFor(model));

    private int Ahead(string model) => UploadRules.Ahead(shared.AccountsFor(model).Sum(account => account.RunningTasks));
}
