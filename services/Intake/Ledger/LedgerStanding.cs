namespace Wan.Intake.Ledger;

/// <summary>What was counted of a tenant's entries.</summary>
/// <param name="Waiting">Generations that have not ended, of whichever day.</param>
/// <param name="OfDay">Money of the day, in the currency of the budgets.</param>
/// <param name="OfMonth">Money of the calendar month.</param>
/// <param name="Day">Which day (UTC).</param>
internal readonly record struct LedgerStanding(int Waiting, LedgerSum OfDay, LedgerSum OfMonth, DateOnly Day)
{
    /// <summary>With what a page has.</summary>
    public LedgerStanding With(LedgerTotals page) => this with
    {
        Waiting = Waiting + page.Waiting,
        OfDay = page.Day == Day ? OfDay + page.Sum : OfDay,
        OfMonth = page.Day.Year == Day.Year && page.Day.Month == Day.Month ? OfMonth + page.Sum : OfMonth,
    };
}

/// <summary>What one page adds to that.</summary>
internal readonly record struct LedgerTotals(DateOnly Day, int Waiting, LedgerSum Sum);

/// <summary>Money, part of which is only held for what has not ended.</summary>
internal readonly record struct LedgerSum(decimal Held, decimal Settled)
{
    public static LedgerSum operator +(LedgerSum one, LedgerSum other) => new(one.Held + other.Held, one.Settled + other.Settled);
}
