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

    /// <summary>The price of a second; null if it is unknown.</summary>
    /// <param name="region">Where it is made.</param>
    /// <param name="names">The model, and what else it goes by: the price of an earlier name goes before that of a later one.</param>
    /// <param name="resolution">480, 720 or 1080.</param>
    /// <param name="audio">Whether it has sound; null where that is not known, and then the price with sound is it.</param>
    public Price? Find(string? region, IEnumerable<string> names, int resolution, bool? audio) =>
        names.Select(name => Find(region, name, resolution, audio ?? true)).FirstOrDefault(price => price is not null);

    private Price? Find(string? region, string model, int resolution, bool audio) => Array.Find(prices, price =>
        price.Region.Equals(region, StringComparison.OrdinalIgnoreCase)
        && price.Model == model
        && price.Resolution == resolution
        && (price.Audio ?? audio) == audio);
}
