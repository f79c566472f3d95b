using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Submitter;

/// <summary>One look at everything that nobody drives.</summary>
internal sealed class SweepRound(
    SharedDocuments shared, PutOffSweep putOff, InFlightSweep inFlight, SlotAudit audit, IDocuments<Submission> submissions, SubmitterMetrics metrics)
{
    /// <summary>Has it.</summary>
    /// <param name="allAtStart">Whether whoever was at it is known to be dead, so that all is due.</param>
    /// <param name="stoppingToken">Ends it.</param>
    public async Task RunAsync(bool allAtStart, CancellationToken stoppingToken)
    {
        await shared.DiscoverAsync(stoppingToken);
        await putOff.RunAsync(shared.Models, stoppingToken);
        try
        {
            await inFlight.RunAsync(allAtStart, stoppingToken);
        }
        finally
        {
            await audit.RunAsync(allAtStart, stoppingToken); // Slots that nobody has are free whether the broker takes messages or not.
        }

        await metrics.Count.CountAsync(submissions, shared.Models, stoppingToken);
    }
}
