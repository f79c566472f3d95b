using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.Intake.Ledger;

namespace Wan.Intake.Usage;

/// <summary>What the generations of a group used, in one currency.</summary>
internal sealed class UsageRow(UsageGroup group)
{
    private decimal seconds;
    private decimal settled;
    private decimal held;

    /// <summary>The day (UTC) on which they were accepted; absent where days are not told apart.</summary>
    [JsonPropertyName("day")]
    public DateOnly? Day => group.Day;

    /// <summary>Their model; absent where models are not told apart.</summary>
    [JsonPropertyName("model")]
    public string? Model => group.Model;

    /// <summary>Whose they are; absent where tenants are not told apart.</summary>
    [JsonPropertyName("tenant")]
    public string? Tenant => group.Tenant;

    /// <summary>Generations that were accepted.</summary>
    [JsonPropertyName("generations")]
    public int Generations { get; private set; }

    /// <summary>Those of them that have not ended.</summary>
    [JsonPropertyName("unfinished")]
    public int Unfinished { get; private set; }

    /// <summary>Those of them that were paid, and of which some amount is not known.</summary>
    [JsonPropertyName("unknown")]
    public int Unknown { get; private set; }

    /// <summary>Seconds that the vendor bills.</summary>
    [JsonPropertyName("seconds")]
    public decimal Seconds => seconds;

    /// <summary>Money for those that have ended; absent where no price is known.</summary>
    [JsonPropertyName("settled")]
    public Money? Settled => InCurrency(settled);

    /// <summary>Money that those which have not ended may cost at most.</summary>
    [JsonPropertyName("held")]
    public Money? Held => InCurrency(held);

    [JsonIgnore]
    public UsageGroup Group => group;

    /// <summary>Counts a generation, but for its money.</summary>
    public void Count(LedgerEntry entry)
    {
        Generations++;
        Unfinished += entry.IsHeld ? 1 : 0;
        Unknown += entry.IsUnknown is true ? 1 : 0;
        seconds += entry.Seconds ?? 0;
        held += entry.IsHeld ? entry.Held?.Amount ?? 0 : 0;
    }

    /// <summary>Counts what was paid for one.</summary>
    public void Pay(decimal amount) => settled += amount;

    private Money? InCurrency(decimal amount) => group.Currency.Length == 0 ? null : new LedgerAmount(amount, group.Currency).ToMoney();
}

/// <summary>What a row is of; null for what is not told apart.</summary>
/// <param name="Currency">Empty where no price is known.</param>
internal readonly record struct UsageGroup(DateOnly? Day, string? Model, string? Tenant, string Currency);
