using Wan.Storage;

namespace Wan.Submitter.Line;

/// <summary>Gives a generation that waits another priority: a new place in the line, behind those of that priority whose turn is before it.</summary>
internal sealed class PriorityChanges(IDocuments<Submission> submissions, WaitingLine line, DispatchSignal signal, TimeProvider time)
{
    /// <summary>Changes it; nothing, if it has that priority already.</summary>
    /// <param name="generationId">Which.</param>
    /// <param name="priority">One of <see cref="Priorities.Names"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<PriorityOutcome> ChangeAsync(string generationId, string priority, CancellationToken cancellationToken)
    {
        var wanted = Priorities.Parse(priority);
        if (await submissions.FindAsync(generationId, cancellationToken) is not { } known)
            return PriorityOutcome.NotThere;
        if (!Stands(known))
            return PriorityOutcome.Gone;
        if (Priorities.PriorityOf(known.Rank) == wanted)
            return PriorityOutcome.Changed;

        // A place that is taken and not used costs its tenant one turn of this priority at most.
        var place = await line.TakePlaceAsync(known.Model, known.Tenant, priority);
        var stored = await submissions.ChangeAsync(
            known,
            submission =>
            {
                var isNew = Stands(submission) && Priorities.PriorityOf(submission.Rank) != wanted;
                if (isNew)
                    submission.Rank = place;
                return isNew;
            },
            cancellationToken);
        if (stored is null)
            return PriorityOutcome.NotThere;
        if (Priorities.PriorityOf(stored.Rank) != wanted)
            return PriorityOutcome.Gone;
        signal.Raise();
        return PriorityOutcome.Changed;
    }

    // One that is claimed is about to be POSTed: whoever claimed it would lose it, and its turn with it.
    private bool Stands(Submission submission) =>
        submission.State == SubmissionState.Waiting && (submission.Files is { IsReady: false } || !(submission.DueAt > time.GetUtcNow()));
}
