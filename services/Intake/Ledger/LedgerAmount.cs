using System.Globalization;
using System.Text.Json.Serialization;
using Wan.Contracts;

namespace Wan.Intake.Ledger;

/// <summary>An amount that can be counted with.</summary>
/// <param name="Amount">Exact; a string in JSON.</param>
/// <param name="Currency">ISO 4217 code.</param>
internal sealed record LedgerAmount(
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)] decimal Amount, string Currency)
{
    /// <summary>As doors show it.</summary>
    public Money ToMoney() => new() { Amount = Amount.ToString("0.000000##########", CultureInfo.InvariantCulture), Currency = Currency };

    /// <summary>Null stays null.</summary>
    public static LedgerAmount? Of(Money? money) =>
        money is null ? null : new LedgerAmount(decimal.Parse(money.Amount, NumberStyles.Float, CultureInfo.InvariantCulture), money.Currency);
}
