using System.Diagnostics;

namespace Wan.EndToEnd.Tests;

/// <summary>
/// Whoever decides what can't be found out. Looks into the vendor's console, here the ledger, which shows also what the list never does: a
/// task that is there is adopted, and only where there is none is the generation submitted again.
/// </summary>
internal sealed class Operator(Installation installation, IReadOnlyList<Order> orders, IReadOnlyList<string> ids)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task<IReadOnlyList<Generation>> DecideUntilAllHaveEndedAsync(TimeSpan atMost)
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

            await DecideAsync(generations);
            await Task.Delay(Interval);
        }
    }

    private async Task DecideAsync(Generation[] generations)
    {
        var ledger = await installation.Simulator.GetLedgerAsync();
        var taskOf = ledger.Tasks.ToDictionary(task => task.Prompt, task => task.Id);
        foreach (var (order, generation) in orders.Zip(generations))
        {
            if (generation.Error?.Code != "submission_on_hold")
                continue;
            if (taskOf.TryGetValue(order.Prompt, out var taskId))
                await installation.Door.ResolveAsync(generation.Id, new { decision = "adopt", task_id = taskId });
            else
                await installation.Door.ResolveAsync(generation.Id, new { decision = "resubmit" });
        }
    }
}
