using Wan.Intake;
using Wan.Intake.Views;
using Wan.Storage;
using Wan.Submitter.Line;

namespace Wan.Standalone;

/// <summary>Submitter's line in this process.</summary>
internal sealed class OwnLine(QueuePlaces places) : ISubmitterLine
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
