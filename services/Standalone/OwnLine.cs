using Wan.Intake;
using Wan.Intake.Views;
using Wan.Storage;
using Wan.Submitter.Line;

namespace Wan.Standalone;

/// <summary>Submitter's line in this process.</summary>
internal sealed class OwnLine(QueuePlaces places, PriorityChanges priorities) : ISubmitterLine
{
    /// <inheritdoc/>
    public async Task<QueueView?> FindAsync(string generationId, CancellationToken cancellationToken)
    {
        try
        {
            return await places.FindAsync(generationId, cancellationToken) is { } place ? ViewOf(place) : QueueView.Starting;
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<PriorityAnswer> ChangePriorityAsync(string generationId, string priority, CancellationToken cancellationToken)
    {
        try
        {
            return await priorities.ChangeAsync(generationId, priority, cancellationToken) switch
            {
                PriorityOutcome.Changed => PriorityAnswer.Changed,
                PriorityOutcome.Gone => PriorityAnswer.Gone,
                _ => PriorityAnswer.NotThere,
            };
        }
        catch (StorageException)
        {
            return PriorityAnswer.Unknown;
        }
    }

    private static QueueView ViewOf(QueuePlace place) => new()
    {
        Position = place.Position,
        Ahead = place.Ahead,
        AtLeast = place.AtLeast,
        Running = place.Running,
        Slots = place.Slots,
        EstimatedStart = place.EstimatedStart,
        Reason = place.Reason,
        WaitingFor = place.WaitingFor,
    };
}
