using Wan.Intake.Doors;
using Wan.Storage;

namespace Wan.Intake.Ends;

/// <summary>Waits for the end of a generation, whichever process drives it.</summary>
internal sealed class EndWait(IDocuments<Generation> generations, EndSignals signals, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>The longest that anybody is kept waiting.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Each takes a connection, of which others need some too.
    private const int MostAtOnce = 500;

    // How soon an end is seen that another process has brought about.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly SharedRoom waiting = new();

    /// <summary>Takes a place to wait at, for a while.</summary>
    /// <param name="tenant">Whose key is shown; null if it is no tenant's.</param>
    /// <returns>Null if so many wait that this one is not kept.</returns>
    public IDisposable? Enter(string? tenant) => waiting.Take(MostAtOnce, tenant);

    /// <summary>Waits until it has ended or the time is over. A process that stops keeps nobody waiting.</summary>
    /// <param name="generation">As it was last seen.</param>
    /// <param name="atMost">How long, but no more than <see cref="Longest"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The generation as it is now; as it was if it was deleted meanwhile.</returns>
    public async Task<Generation> WaitAsync(Generation generation, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (begun, whole) = (time.GetTimestamp(), atMost < Longest ? atMost : Longest); // By no clock that may be put back.
        while (!generation.HasEnded)
        {
            var ended = signals.Await(generation.Id);
            try
            {
                if (await generations.FindAsync(generation.Id, cancellationToken) is not { } found)
                    return generation;
                generation = found;
                var left = whole - time.GetElapsedTime(begun);
                if (generation.HasEnded || left <= TimeSpan.Zero)
                    return generation;
                await ended.Task.WaitAsync(left < BetweenLooks ? left : BetweenLooks, time, either.Token);
            }
            catch (TimeoutException)
            {
                // It is looked at again.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return generation; // This process stops.
            }
            catch (StorageException)
            {
                return generation; // It is there all the same: a 503 would say that it was not stored.
            }
            finally
            {
                signals.Leave(generation.Id, ended);
                StorageDoors.CountAgain();
            }
        }

        return generation;
    }
}
