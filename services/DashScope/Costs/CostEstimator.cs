using System.Globalization;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Costs;

/// <summary>Seconds and money of a request: before (estimate) and after (settlement). Decimal arithmetic, nothing rounded.</summary>
public sealed class CostEstimator(ModelCatalogue catalogue, PriceList prices)
{
    /// <summary>As the other, where the region is known.</summary>
    public CostEstimate Estimate(CanonicalRequest request, string? region, IReadOnlyList<decimal?>? inputVideoSeconds = null) => Estimate(request, [region], inputVideoSeconds);

    /// <summary>
    /// What a request will cost, in whichever of these regions it is made. The lengths of the references that are or may be videos, in their order,
    /// narrow it down where they are known, as they are of files; an unknown one counts from 0 to the cap.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="regions">Where it may be made; null for a region that is not known, and none for nowhere.</param>
    /// <param name="inputVideoSeconds">Seconds of the references that are or may be videos; null for what the request says of them.</param>
    public CostEstimate Estimate(CanonicalRequest request, IReadOnlyCollection<string?> regions, IReadOnlyList<decimal?>? inputVideoSeconds = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(regions);
        // A model that the configuration no longer names keeps the rules that it was accepted under.
        var family = catalogue.Find(request.Model) ?? catalogue.Families.First(known => known.Name == request.FamilyName);
        var lengths = inputVideoSeconds ?? request.InputVideoSeconds ?? [];
        var (min, max) = InputSeconds(family, request, lengths);
        var (least, most) = OutputSeconds(request, lengths);
        var (cheapest, dearest, unknown) = PricesIn(regions.Count == 0 ? [null] : regions, request, family);
        return new CostEstimate
        {
            InputSecondsMin = min,
            InputSecondsMax = max,
            OutputSeconds = most,
            OutputSecondsMin = least == most ? null : least,
            UnitPrice = dearest,
            UnitPriceMin = cheapest?.Amount == dearest?.Amount ? null : cheapest,
            AmountMin = cheapest is null ? null : Amount((min + least) * cheapest.Amount, cheapest.Currency),
            AmountMax = dearest is null ? null : Amount((max + most) * dearest.Amount, dearest.Currency),
            Unknown = unknown,
        };
    }

    /// <summary>What a finished task cost; with the estimate, also how far that was off.</summary>
    public CostSettlement Settle(string model, ExpectedVideo expected, string? region, VideoUsage usage, CostEstimate? estimate = null)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(usage);
        var (seconds, warnings) = UsageRules.BilledSeconds(usage, MaxInputSeconds(model));
        var resolution = usage.Resolution ?? expected.Resolution;
        var price = prices.Find(region, catalogue.NamesOf(model, catalogue.Find(model)), resolution, usage.Audio ?? expected.Audio);
        var amount = seconds * price?.Amount;
        return new CostSettlement
        {
            BilledSeconds = seconds,
            UnitPrice = price,
            Amount = amount is null ? null : Amount(amount.Value, price!.Currency),
            Difference = amount is not null && estimate?.AmountMax is { } most && most.Currency == price!.Currency
                ? Amount(amount.Value - decimal.Parse(most.Amount, CultureInfo.InvariantCulture), price.Currency)
                : null,
            Unknown = price is null ? Explain(model, region, resolution)
                : seconds is not null ? null
                : warnings.Count > 0 ? "What the vendor says of the seconds that it bills can't be." : "The vendor did not say how many seconds it bills.",
            Warnings = warnings.Count > 0 ? warnings : null,
        };
    }

    // The cheapest and the dearest of what is known; and of the first region where it is not, or in a currency that can't be compared, why.
    private (Price? Cheapest, Price? Dearest, string? Unknown) PricesIn(IEnumerable<string?> regions, CanonicalRequest request, ModelFamily family)
    {
        var (names, resolution) = (catalogue.NamesOf(request.Model, family).ToList(), request.Expected.Resolution);
        Price? cheapest = null, dearest = null;
        string? unknown = null;
        foreach (var region in regions.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (prices.Find(region, names, resolution, request.Expected.Audio) is not { } price)
            {
                unknown ??= Explain(request.Model, region, resolution);
                continue;
            }

            if (dearest is not null && price.Currency != dearest.Currency)
            {
                unknown ??= $"The price of {request.Model} in {region} is in {price.Currency}, and can't be compared with that in {dearest.Region}, which is in {dearest.Currency}.";
                continue;
            }

            cheapest = cheapest is null || price.Amount < cheapest.Amount ? price : cheapest;
            dearest = dearest is null || price.Amount > dearest.Amount ? price : dearest;
        }

        return (cheapest, dearest, unknown);
    }

    // What all reference videos together can be billed.
    private decimal? MaxInputSeconds(string model) => catalogue.Find(model)?.Billing switch
    {
        { Input: InputBilling.Capped, InputCaps: { } caps } => caps.Select((cap, index) => cap * (index + 1)).Max(),
        { Input: InputBilling.None } => 0,
        _ => null,
    };

    private static (decimal Min, decimal Max) OutputSeconds(CanonicalRequest request, IReadOnlyList<decimal?> lengths)
    {
        var range = request.OutputSeconds;
        if (lengths is not [{ } length])
            return (range.Min, range.Max);
        var kept = Math.Clamp(length, range.Min, range.Max);
        return request.KeepsLength ? (kept, kept) : request.CutsInput ? (kept, range.Max) : (range.Min, range.Max);
    }

    private static (decimal Min, decimal Max) InputSeconds(ModelFamily family, CanonicalRequest request, IReadOnlyList<decimal?> lengths)
    {
        var limit = family.Input.Files?.Video;
        // Where a URL does not show whether it is a video, it may be one: from none to all of them.
        var videos = request.PossibleReferenceVideos;
        decimal min = 0, max = 0;
        for (var i = 0; i < videos; i++)
        {
            // Where all of it is billed, it is at least as long as the vendor takes one.
            var cap = family.Billing.Cap(videos, request.References);
            var (least, most) = cap is { } some ? (0, some) : (limit?.MinSeconds ?? 0, limit?.MaxSeconds ?? 0);
            var length = i < lengths.Count ? lengths[i] : null;
            min += Math.Clamp(length ?? least, 0, cap ?? decimal.MaxValue);
            max += Math.Clamp(length ?? most, 0, cap ?? decimal.MaxValue);
        }

        return (min, limit?.MaxTotalSeconds is { } total ? Math.Max(min, Math.Min(max, total)) : max);
    }

    private static Money Amount(decimal amount, string currency) => new()
    {
        Amount = amount.ToString("0.000000##########", CultureInfo.InvariantCulture),
        Currency = currency,
    };

    private static string Explain(string model, string? region, int resolution) => region is null
        ? $"The price of {model} is unknown, since the region of the account is; set its Region."
        : $"The price of {model} at {resolution}P in {region} is not in the price list; add it under {CatalogueOptions.SectionName}:Prices.";
}
