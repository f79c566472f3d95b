using System.Diagnostics.Metrics;
using Wan.Hosting.Tracing;
using Wan.Storage;
using Wan.Submitter.Line;

namespace Wan.Submitter;

/// <summary>
/// How many wait, and how many can't be told whether they were paid: what no document in memory says, and so is counted with each sweep while somebody reads
/// it. The line is counted in its index and to <see cref="DocumentCount.Limit"/> for each model, the urgent ones first.
/// </summary>
internal sealed class SubmitterCount
{
    private readonly ObservableGauge<long> waitingGauge;
    private readonly LabelSet models;
    private volatile IReadOnlyList<Waiting> waiting = [];
    private volatile IReadOnlyList<Uncertain> uncertain = [];

    public SubmitterCount(Meter meter, LabelSet models)
    {
        this.models = models;
        waitingGauge = meter.CreateObservableGauge(
            "wan.submitter.waiting", Line, "{generation}", $"Generations in line, by model and priority; of a model's first {DocumentCount.Limit:N0}. Every replica says the same.");
        meter.CreateObservableGauge(
            "wan.submitter.uncertain", () => Doubts(_ => true), "{generation}", "Generations of which it is not known yet whether there is a paid task, by account and model. Every replica says the same.");
        meter.CreateObservableGauge(
            "wan.submitter.on_hold", () => Doubts(doubt => doubt.NeedsOperator), "{generation}", "Those of them that wait for a person to decide. Every replica says the same.");
    }

    /// <summary>Counts, if anybody reads it.</summary>
    public async Task CountAsync(IDocuments<Submission> submissions, IEnumerable<string> ofModels, CancellationToken cancellationToken)
    {
        if (!waitingGauge.Enabled)
            return;
        var line = new List<Waiting>();
        foreach (var model in ofModels)
        {
            var before = 0L;
            for (var priority = 0; priority < Priorities.Count; priority++)
            {
                var upTo = await submissions.CountBeforeAsync(Submission.WaitingFor(model), Priorities.Rank(priority + 1, 0), cancellationToken)
                    + await submissions.CountBeforeAsync(Submission.PreparingFor(model), Priorities.Rank(priority + 1, 0), cancellationToken);
                line.Add(new Waiting(models.Of(model), Priorities.NameOf(priority), Math.Max(0, upTo - before)));
                before = upTo;
            }
        }

        // Each has a slot, so that there are never many.
        var doubts = await submissions.PageAsync(new PageQuery { Limit = 1000, Status = nameof(SubmissionState.Uncertain) }, cancellationToken);
        waiting = line;
        uncertain = [.. doubts.Items.Select(doubt => new Uncertain(doubt.Attempt?.Account ?? "", models.Of(doubt.Model), doubt.NeedsOperator))];
    }

    private IEnumerable<Measurement<long>> Line() => waiting.GroupBy(some => (some.Model, some.Priority), (key, some) => new Measurement<long>(
        some.Sum(each => each.Count),
        new KeyValuePair<string, object?>(WanAttributes.Model, key.Model),
        new KeyValuePair<string, object?>(WanAttributes.Priority, key.Priority)));

    // Where there are none that is said too: an alarm has to end.
    private IEnumerable<Measurement<int>> Doubts(Func<Uncertain, bool> counts)
    {
        var doubts = uncertain;
        return doubts.Count == 0
            ? [new Measurement<int>(0)]
            : doubts.GroupBy(doubt => (doubt.Account, doubt.Model), (key, some) => new Measurement<int>(
                some.Count(counts),
                new KeyValuePair<string, object?>(WanAttributes.Account, key.Account),
                new KeyValuePair<string, object?>(WanAttributes.Model, key.Model)));
    }

    private sealed record Waiting(string Model, string Priority, long Count);

    private sealed record Uncertain(string Account, string Model, bool NeedsOperator);
}
