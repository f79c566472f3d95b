using Wan.Storage;

namespace Wan.Notifier.Lanes;

/// <summary>Forgets how a receiver did.</summary>
internal sealed class LaneHealth(IDocuments<Lane> lanes)
{
    /// <summary>As if it had never failed: somebody says that it is mended.</summary>
    public Task ForgetAsync(string lane, CancellationToken cancellationToken) => lanes.ChangeAsync(
        lane,
        fresh =>
        {
            if (fresh is { Failures: 0, PausedUntil: null })
                return false;
            (fresh.Failures, fresh.FailingSince, fresh.PausedUntil) = (0, null, null);
            return true;
        },
        cancellationToken);
}
