using System.Text.Json;
using Wan.DashScope.Accounts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Prices;

namespace Wan.Intake.Models;

/// <summary><c>GET /v1/models</c>: the catalogue by which requests are judged and priced, as data.</summary>
internal static class ModelsEndpoint
{
    public static IResult Handle(ModelCatalogue catalogue, PriceList prices, DashScopeAccounts accounts) => Results.Json(
        new ModelsView { Items = [.. catalogue.Models.Select(name => Of(name, catalogue.Find(name)!, prices, accounts))] }, IntakeJson.Default.ModelsView);

    private static ModelView Of(string name, ModelFamily family, PriceList prices, DashScopeAccounts accounts)
    {
        var runners = accounts.All.Where(account => account.Runs(name)).ToList();
        var regions = runners.Select(account => account.Region).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new()
        {
            Name = name,
            Family = family.Name,
            Available = runners.Count > 0,
            Source = family.Source,
            Input = Of(family.Input),
            Parameters = [.. family.Parameters.Select(Of)],
            Sizes = [.. family.Frames.Select(Of)],
            Fps = family.Fps,
            Numbering = family.Numbering == Numbering.PerKind ? "per_kind" : "one_sequence",
            Billing = new() { Divisor = family.Billing.Divisor == BillingDivisor.Videos ? "videos" : "references", InputCaps = family.Billing.InputCaps ?? [] },
            Prices = [.. prices.All.Where(price => (price.Model == name || price.Model == family.Name) && (regions.Count == 0 || regions.Contains(price.Region)))],
        };
    }

    private static InputView Of(InputRules input) => new()
    {
        Fields = input.Fields,
        MaxPrompt = input.MaxPrompt,
        MaxNegativePrompt = input.MaxNegativePrompt == 0 ? null : input.MaxNegativePrompt,
        MaxReferences = input.MostReferences,
        Media = [.. input.Media.Select(Of)],
        MaxUrl = input.MaxUrl,
        MaxDataBytes = input.MaxDataBytes == 0 ? null : input.MaxDataBytes,
    };

    private static MediaView Of(MediaRule rule) => new()
    {
        Kind = Word(rule.Kind),
        Type = rule.Type,
        Max = rule.Max,
        Urls = [.. new[] { (UrlSchemes.Web, "web"), (UrlSchemes.Oss, "oss"), (UrlSchemes.Data, "data") }.Where(scheme => rule.Urls.HasFlag(scheme.Item1)).Select(scheme => scheme.Item2)],
        Formats = rule.Formats,
    };

    // A family's file and this view call a kind the same.
    private static string Word(MediaKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static ParameterView Of(ParameterRule rule) => new()
    {
        Name = rule.Name,
        Type = rule.Type switch { ParameterType.Choice => "choice", ParameterType.Integer => "integer", _ => "switch" },
        Values = rule.Type == ParameterType.Choice ? rule.Values : null,
        Min = rule.Type == ParameterType.Integer ? rule.Min : null,
        Max = rule.Type == ParameterType.Integer ? rule.Max : null,
        MaxBesideVideo = rule.MaxBesideVideo,
        Default = rule.Default,
    };

    private static SizeView Of(FrameRule frame) => new()
    {
        Resolution = frame.Resolution, Ratio = frame.Ratio, Size = frame.Size, Width = frame.Width, Height = frame.Height, Tier = frame.Tier,
    };
}
