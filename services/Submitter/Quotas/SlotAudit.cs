using Microsoft.Extensions.Options;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Quotas;

/// <summary>Compares the slots with the submissions: a slot is given back only when its submission says that it has none.</summary>
internal sealed partial class SlotAudit(
    IDocuments<Submission> submissions,
    SharedDocuments shared,
    DispatchSignal signal,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<SlotAudit> logger)
{
    /// <summary>Looks at every slot that is older than a claim may hold.</summary>
    /// <param name="allAtStart">True: at every slot, since whoever took it is known to be dead.</param>
    /// <param name="stoppingToken">Ends it between two slots.</param>
    public async Task RunAsync(bool allAtStart, CancellationToken stoppingToken)
    {
        foreach (var model in shared.Models)
        {
            foreach (var account in shared.AccountsFor(model))
            {
                var quota = await shared.Quota(account.Name, model).ReadAsync(stoppingToken);
                var bound = allAtStart ? DateTimeOffset.MaxValue : time.GetUtcNow() - options.Value.ClaimLease;
                foreach (var (generationId, slot) in quota.Slots.Where(pair => pair.Value.Since < bound).ToList())
                    await CheckAsync(account.Name, model, generationId, slot, allAtStart, stoppingToken);
            }
        }
    }

    private async Task CheckAsync(
        string account, string model, string generationId, Slot slot, bool allAtStart, CancellationToken stoppingToken)
    {
        var submission = await submissions.FindAsync(generationId, stoppingToken);
        var now = time.GetUtcNow();
        if (submission is not null && Keeps(submission, account, slot, now))
            return;

        if (submission is { State: SubmissionState.Waiting })
        {
            if (submission.DueAt > now && !allAtStart)
                return; // Somebody is just about to send it.

            // Whoever took the slot may be slow instead of dead: this write is what makes its intent fail.
            submission.ReturnToLine();
            if (!await submissions.ReplaceAsync(submission, stoppingToken))
                return;
        }

        Log.Freed(logger, generationId, account, model);
        await shared.Quota(account, model).ChangeAsync(quota => QuotaRules.Release(quota, generationId, slot.AttemptId, now));
        signal.Raise();
    }

    private bool Keeps(Submission submission, string account, Slot slot, DateTimeOffset now)
    {
        if (!submission.HoldsSlot || (submission.Task?.Account ?? submission.Attempt!.Account) != account)
            return false;
        return submission.State != SubmissionState.Uncertain || now - slot.Since < options.Value.Repair.HoldsSlotFor;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Slot of generation {GenerationId} on {Account} for {Model} was left behind; it is free again.")]
        public static partial void Freed(ILogger logger, string generationId, string account, string model);
    }
}
