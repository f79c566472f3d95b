using Microsoft.Extensions.Options;
using Wan.DashScope.Prices;

namespace Wan.DashScope.Catalogue;

/// <summary>What an installation adds to the catalogue and the price list.</summary>
public sealed class CatalogueOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Catalogue";

    /// <summary>Further model names, each with the name of its family: <c>Catalogue:Models:wan2.7-r2v-pro = wan2.7-r2v</c>. The same for every service and the simulator.</summary>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Prices that go before ours, in the same form as <c>prices.json</c>.</summary>
    public IList<PriceOptions> Prices { get; } = [];
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
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
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
