using Microsoft.Extensions.Options;
using Wan.Storage;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>Gives out places in the line, and takes the next ones from its head.</summary>
internal sealed class WaitingLine(
    IDocuments<Submission> submissions, SharedDocuments shared, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>The place of one more generation: its rank.</summary>
    public async Task<long> TakePlaceAsync(string model, string tenant, string? priorityName)
    {
        var priority = Priorities.Parse(priorityName);
        var virtualTime = await VirtualTimeAsync(model, priority);
        return await shared.Line(model).ChangeAsync(line => (true, DispatchRules.Place(line, priority, tenant, options.Value, virtualTime)));
    }

    /// <summary>Claims the next ones of a model.</summary>
    /// <param name="model">Whose line.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="agedFirst">Whether those who have waited too long go first.</param>
    /// <param name="cancellationToken">Nothing is claimed after it.</param>
    public async Task<IReadOnlyList<Submission>> ClaimAsync(string model, int limit, bool agedFirst, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!agedFirst)
            return await submissions.ClaimDueAsync(DispatchRules.Next(model, limit, options.Value, now), cancellationToken);
        var aged = await submissions.ClaimDueAsync(DispatchRules.Aged(model, limit, options.Value, now), cancellationToken);
        return aged.Count == limit
            ? aged
            : [.. aged, .. await submissions.ClaimDueAsync(DispatchRules.Next(model, limit - aged.Count, options.Value, now), cancellationToken)];
    }

    /// <summary>How many stand before this one.</summary>
    public async Task<long> CountBeforeAsync(Submission submission, CancellationToken cancellationToken) =>
        await submissions.CountBeforeAsync(Submission.WaitingFor(submission.Model), submission.Rank, cancellationToken)
        + await submissions.CountBeforeAsync(Submission.PreparingFor(submission.Model), submission.Rank, cancellationToken);

    private async Task<long> VirtualTimeAsync(string model, int priority)
    {
        var highest = 0L;
        foreach (var account in shared.AccountsFor(model))
        {
            var quota = shared.Quota(account.Name, model);
            highest = Math.Max(highest, (quota.Latest ?? await quota.ReadAsync()).Served[priority]);
        }

        return highest;
    }
}
