using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Installations;

/// <summary>
/// Whoever decides what can't be found out. Looks into the vendor's console, here the ledger, which shows also what the list never does: a
/// task that is there and has not failed is adopted, and only where there is none is the generation submitted again.
/// </summary>
public sealed class DutyOperator(Installation installation)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Generations that had to be decided on, each once.</summary>
    public ISet<string> Held { get; } = new HashSet<string>();

    /// <summary>Those of them that were given a task, each once.</summary>
    public ISet<string> Adopted { get; } = new HashSet<string>();

    /// <summary>Those of them that were submitted again, each once.</summary>
    public ISet<string> Resubmitted { get; } = new HashSet<string>();

    /// <summary>Decides on whatever is on hold, until all have ended.</summary>
    /// <param name="orders">What was ordered.</param>
    /// <param name="ids">The generations, in the same order.</param>
    /// <param name="atMost">How long.</param>
    public async Task<IReadOnlyList<Generation>> DecideUntilAllHaveEndedAsync(IReadOnlyList<Order> orders, IReadOnlyList<string> ids, TimeSpan atMost)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var generations = await Task.WhenAll(ids.Select(installation.Door.GetAsync));
            if (generations.All(generation => generation.HasEnded && generation.Status != "uncertain"))
                return generations;
            if (waited.Elapsed > atMost)
            {
                var states = generations.CountBy(generation => $"{generation.Status} {generation.Error?.Code}");
                throw new TimeoutException($"{string.Join(", ", states)} after {atMost}.{installation.Tails()}");
            }

            await DecideAsync([.. orders.Zip(generations)]);
            await Task.Delay(Interval);
        }
    }

    /// <summary>Decides on those that are on hold.</summary>
    /// <param name="placed">Every order with its generation as it is now.</param>
    public async Task DecideAsync(IReadOnlyList<(Order Order, Generation Generation)> placed)
    {
        var onHold = placed.Where(pair => pair.Generation is { Status: "uncertain", IsOnHold: true }).ToList();
        if (onHold.Count == 0)
            return;

        var ledger = await installation.Simulator.GetLedgerAsync();
        var taken = placed.Select(pair => pair.Generation.TaskId).ToHashSet();
        foreach (var (order, generation) in onHold)
        {
            Held.Add(generation.Id);
            if (ledger.Tasks.FirstOrDefault(task => task.Prompt == order.Prompt && !taken.Contains(task.Id) && !HasFailed(task)) is { } task)
            {
                Adopted.Add(generation.Id);
                await installation.Door.ResolveAsync(generation.Id, new { decision = "adopt", task_id = task.Id });
            }
            else
            {
                Resubmitted.Add(generation.Id);
                await installation.Door.ResolveAsync(generation.Id, new { decision = "resubmit" });
            }
        }
    }

    // It is free, and makes no video.
    private static bool HasFailed(LedgerTask task) => task.Status is "FAILED" or "CANCELED";
}
