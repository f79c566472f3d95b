using Microsoft.Extensions.Options;
using Wan.Hosting;

namespace Wan.Submitter.Line;

/// <summary>
/// Brings waiting generations and free slots together: reads what may be spent, claims so many from the head of the line, and starts them.
/// </summary>
internal sealed class DispatchRound(
    WaitingLine line, SharedDocuments shared, Offers offers, Starts starts, Posts posts, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>Starts as many of each model as may start now.</summary>
    /// <returns>When to look again, if nothing wakes us before.</returns>
    public async Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        var wait = options.Value.Tick;
        foreach (var model in shared.Models)
            wait = Shorter(wait, await ServeAsync(model, stoppingToken));
        return wait;
    }

    private async Task<TimeSpan> ServeAsync(string model, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var given = await offers.ReadAsync(model, now);
            var capacity = DispatchRules.Capacity(given, options.Value.MaxConcurrentPosts - posts.Count);
            if (capacity <= 0)
                return DispatchRules.Wait(given, options.Value.Tick, now);

            var agedFirst = DispatchRules.AgedFirst(given.Sum(offer => offer.Starts), capacity);
            var claimed = await line.ClaimAsync(model, capacity, agedFirst, stoppingToken);
            if (claimed.Count > 0)
            {
                Checkpoint.Reached("submitter.claimed", claimed[0].Id);
                await starts.StartAsync(claimed, given);
            }

            if (claimed.Count < capacity)
                return options.Value.Tick;
        }

        return TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
