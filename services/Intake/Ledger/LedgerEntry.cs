namespace Wan.Intake.Ledger;

/// <summary>
/// One generation in its tenant's ledger: held from before it was stored until it has ended, then settled, or released if it was never stored.
/// </summary>
internal sealed record LedgerEntry
{
    /// <summary>The generation's id, which begins with the time at which it was made.</summary>
    public required string Id { get; init; }

    public required string Model { get; init; }

    /// <summary>Tells whether another request is the same, before its generation can be found; null if the requester gave it no id.</summary>
    public string? Key { get; init; }

    /// <summary>The most that it was estimated to cost; null if that is unknown.</summary>
    public LedgerAmount? Held { get; init; }

    /// <summary>What it cost, one amount for each currency; empty if it was free; null until it has ended.</summary>
    public IReadOnlyList<LedgerAmount>? Paid { get; init; }

    /// <summary>Seconds that the vendor bills; null until they are known.</summary>
    public decimal? Seconds { get; init; }

    /// <summary>Something of it was paid, and nobody knows how much.</summary>
    public bool? IsUnknown { get; init; }

    /// <summary>It was never stored.</summary>
    public bool? IsReleased { get; init; }

    /// <summary>Its generation has not ended, as far as is known here.</summary>
    internal bool IsHeld => Paid is null && IsReleased is not true;

    /// <summary>It with its end.</summary>
    internal LedgerEntry Settle(LedgerBill bill) => this with
    {
        Paid = bill.Paid, Seconds = bill.Seconds, IsUnknown = bill.IsUnknown ? true : null, IsReleased = null,
    };

    /// <summary>Whether it says the same as a bill.</summary>
    internal bool Says(LedgerBill bill) =>
        Paid is not null && Paid.SequenceEqual(bill.Paid) && Seconds == bill.Seconds && (IsUnknown ?? false) == bill.IsUnknown;
}
