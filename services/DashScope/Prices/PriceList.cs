using System.Reflection;
using System.Text.Json;

namespace Wan.DashScope.Prices;

/// <summary>Prices by region, model, resolution and sound. What is not in it is unknown, which is not zero.</summary>
public sealed class PriceList
{
    private readonly Price[] prices;

    /// <summary>The vendor's list as we know it, and prices of one's own that go before it.</summary>
    public PriceList(IEnumerable<Price>? own = null)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("prices.json")!;
        prices = [.. own ?? [], .. JsonSerializer.Deserialize(stream, PriceJson.Default.PriceArray)!];
    }

    /// <summary>All prices, one's own first.</summary>
    public IReadOnlyList<Price> All => prices;

    /// <summary>The price of a second; null if it is unknown. A price of the very model goes before one of its family.</summary>
    public Price? Find(string? region, string model, string family, int resolution, bool audio) =>
        Find(region, model, resolution, audio) ?? Find(region, family, resolution, audio);

    private Price? Find(string? region, string model, int resolution, bool audio) => Array.Find(prices, price =>
        price.Region.Equals(region, StringComparison.OrdinalIgnoreCase)
        && price.Model == model
        && price.Resolution == resolution
        && (price.Audio ?? audio) == audio);
}
