namespace Wan.DashScope.Prices;

/// <summary>One entry of <c>Catalogue:Prices</c>.</summary>
public sealed class PriceOptions
{
    /// <summary>Region, such as <c>cn-beijing</c>.</summary>
    public string? Region { get; set; }

    /// <summary>A model, or the name of a family for all its models.</summary>
    public string? Model { get; set; }

    /// <summary>480, 720 or 1080.</summary>
    public int Resolution { get; set; }

    /// <summary>Only with sound, only without; null for both.</summary>
    public bool? Audio { get; set; }

    /// <summary>Per second.</summary>
    public decimal? Amount { get; set; }

    /// <summary>ISO 4217 code, such as <c>CNY</c>.</summary>
    public string? Currency { get; set; }

    /// <summary>When it was read, such as <c>2026-11-22</c>.</summary>
    public DateOnly? Date { get; set; }

    /// <summary>Where it was read.</summary>
    public string? Source { get; set; }

    internal Price ToPrice() => new()
    {
        Region = Region!,
        Model = Model!,
        Resolution = Resolution,
        Audio = Audio,
        Amount = Amount!.Value,
        Currency = Currency ?? "CNY",
        Date = Date,
        Source = Source ?? "configuration",
    };
}
