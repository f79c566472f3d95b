namespace Wan.EndToEnd.Tests;

/// <summary>What must hold once everything has ended, however many were killed on the way.</summary>
internal static class Proof
{
    /// <summary>
    /// No order has cost more than one task, all are completed with the right video, except those that may stand as uncertain.
    /// </summary>
    /// <param name="installation">Where the orders were placed.</param>
    /// <param name="orders">The orders.</param>
    /// <param name="generations">Their generations, in the same order.</param>
    /// <param name="mayBeUncertain">Whether a POST may have been cut off.</param>
    public static async Task CheckAsync(
        Installation installation, IReadOnlyList<Order> orders, IReadOnlyList<Generation> generations, bool mayBeUncertain = false)
    {
        var ledger = await installation.Simulator.GetLedgerAsync();
        ledger.Tasks.GroupBy(task => task.Prompt).Where(tasks => tasks.Count() > 1).Select(tasks => tasks.Key).ShouldBeEmpty("orders that were paid more than once");
        var ended = generations.GroupBy(generation => generation.Status).ToDictionary(group => group.Key, group => group.Count());
        var uncertain = ended.GetValueOrDefault("uncertain");
        if (!mayBeUncertain)
        {
            uncertain.ShouldBe(0);
            ledger.Tasks.Count.ShouldBe(orders.Count);
        }

        var wrong = generations.Where(generation => generation.Status is not ("completed" or "uncertain")).ToList();
        wrong.ShouldBeEmpty($"{string.Join('\n', wrong.Select(generation => $"{generation.Id} {generation.Status} {generation.Error}"))}{installation.Tails()}");

        var taskOf = ledger.Tasks.ToDictionary(task => task.Prompt, task => task.Id);
        foreach (var (order, generation) in orders.Zip(generations).Where(pair => pair.Second.Status == "completed"))
        {
            generation.TaskId.ShouldBe(taskOf[order.Prompt], order.Prompt);
            (await VideoCheck.FindProblemAsync(installation.Door, order, generation)).ShouldBeNull(order.Prompt);
        }
    }
}
