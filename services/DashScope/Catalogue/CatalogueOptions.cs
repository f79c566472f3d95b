using Microsoft.Extensions.Options;

namespace Wan.DashScope;

/// <summary>What an installation adds to the catalogue and the price list.</summary>
public sealed class CatalogueOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Catalogue";

    /// <summary>Further model names, each with the name of its family: <c>Catalogue:Models:wan2.7-r2v-pro = wan2.7-r2v</c>.</summary>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Prices that go before ours, in the same form as <c>prices.json</c>.</summary>
    public IList<PriceOptions> Prices { get; } = [];
}

/// <summary>One entry of <c>Catalogue:Prices</c>.</summary>
public sealed class PriceOptions
{
    /// <summary>Region, such as <c>cn-beijing</c>.</summary>
    public string? Region { get; set; }

    /// <summary>A model, or the name of a family for all its models.</summary>
    public string? Model { get; set; }

    /// <summary>720 or 1080.</summary>
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

internal sealed class CatalogueOptionsValidator : IValidateOptions<CatalogueOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogueOptions options)
    {
        var problems = new List<string>();
        try
        {
            _ = new ModelCatalogue(options.Models);
        }
        catch (ArgumentException exception)
        {
            problems.Add(exception.Message);
        }

        for (var i = 0; i < options.Prices.Count; i++)
        {
            var price = options.Prices[i];
            if (string.IsNullOrEmpty(price.Region) || string.IsNullOrEmpty(price.Model) || price.Resolution <= 0 || price.Amount is null or < 0)
            {
                problems.Add($"{CatalogueOptions.SectionName}:Prices:{i} must have Region, Model, Resolution and an Amount of 0 or more.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
