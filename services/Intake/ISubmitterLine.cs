using Wan.Intake.Views;

namespace Wan.Intake;

/// <summary>Submitter's waiting line: asked over HTTP, or in the process that has both.</summary>
internal interface ISubmitterLine
{
    /// <summary>Where a generation stands in it; <see cref="QueueView.Starting"/> if it does not; null if that can't be found out now. It never throws for that.</summary>
    Task<QueueView?> FindAsync(string generationId, CancellationToken cancellationToken);

    /// <summary>Gives one that waits another priority, once or again. It never throws for a Submitter that is away.</summary>
    Task<PriorityAnswer> ChangePriorityAsync(string generationId, string priority, CancellationToken cancellationToken);
}
