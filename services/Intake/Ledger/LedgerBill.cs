namespace Wan.Intake.Ledger;

/// <summary>What a generation that has ended cost with all its tasks, as its <c>cost</c> shows it.</summary>
/// <param name="Paid">One amount for each currency; none if it was free.</param>
/// <param name="Seconds">Seconds billed; null if there were none, or the vendor did not say.</param>
/// <param name="IsUnknown">A task was paid of which the amount is not known.</param>
internal sealed record LedgerBill(IReadOnlyList<LedgerAmount> Paid, decimal? Seconds, bool IsUnknown)
{
    // What ran, and nobody says what it costs. One that still runs is told of once more.
    private static bool MayBePaid(OrphanTask orphan) => orphan is { Settled: null, EndedAs: "SUCCEEDED" or "UNKNOWN" };

    // It was given up while nobody knew whether there is a task, or what became of it.
    private static bool MayBePaid(Generation generation) =>
        generation is { Settled: null, Error.Code: { } code } && (code is "uncertain_failed" or "expired" || code.StartsWith("task_", StringComparison.Ordinal));

    public static LedgerBill Of(Generation generation)
    {
        var settled = generation.Orphans.Select(orphan => orphan.Settled).Append(generation.Settled).OfType<DashScope.Costs.CostSettlement>().ToList();
        var seconds = settled.Where(each => each.BilledSeconds is not null).ToList();
        return new LedgerBill(
            [.. settled.Select(each => LedgerAmount.Of(each.Amount)).OfType<LedgerAmount>()
                .GroupBy(amount => amount.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new LedgerAmount(group.Sum(amount => amount.Amount), group.Key))],
            seconds.Count > 0 ? seconds.Sum(each => each.BilledSeconds!.Value) : null,
            settled.Exists(each => each.Amount is null) || generation.Orphans.Exists(MayBePaid) || MayBePaid(generation));
    }
}
