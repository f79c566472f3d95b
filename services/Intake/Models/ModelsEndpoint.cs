using System.Text.Json;
using Wan.DashScope.Accounts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.DashScope.Prices;

namespace Wan.Intake.Models;

/// <summary><c>GET /v1/models</c>: the catalogue by which requests are judged and priced, as data.</summary>
internal static class ModelsEndpoint
{
    public static IResult Handle(ModelCatalogue catalogue, PriceList prices, DashScopeAccounts accounts) => Results.Json(
        new ModelsView { Items = [.. catalogue.Models.Select(name => Of(name, catalogue.Find(name)!, catalogue, prices, accounts))] }, IntakeJson.Default.ModelsView);

    private static ModelView Of(string name, ModelFamily family, ModelCatalogue catalogue, PriceList prices, DashScopeAccounts accounts)
    {
        var runners = accounts.All.Where(account => account.Runs(name)).ToList();
        var regions = runners.Select(account => account.Region).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var names = catalogue.NamesOf(name, family).ToList();
        return new()
        {
            Name = name,
            Family = family.Name,
            Available = runners.Count > 0,
            Source = family.Source,
            Input = InputOf(family),
            Parameters = [.. family.Parameters.Select(Of)],
            Sizes = [.. family.Frames.Select(Of)],
            Fps = family.Fps,
            Numbering = Word(family.Numbering),
            Billing = Of(family.Billing),
            Sound = family.SoundOfInput ? "input" : family.Parameters.FirstOrDefault(rule => rule.IsSound)?.Name ?? "always",
            OutputSeconds = family.OutputSeconds is { } range ? new() { Min = range.Min, Max = range.Max } : null,
            Facts = family.Facts is { } facts ? new() { Certain = facts.Certain, Doubted = facts.Doubted ?? [] } : null,
            Prices = [.. prices.All.Where(price => names.Contains(price.Model) && (regions.Count == 0 || regions.Contains(price.Region)))],
        };
    }

    private static InputView InputOf(ModelFamily family)
    {
        var input = family.Input;
        return new()
        {
            Fields = input.Fields,
            Prompt = Word(input.Prompt),
            MaxPrompt = input.MaxPrompt,
            MaxNegativePrompt = NotZero(input.MaxNegativePrompt),
            MinReferences = input.MinReferences,
            MaxReferences = input.MostReferences,
            Sets = input.Sets?.Select(Words).ToList(),
            Media = [.. input.Media.Select(rule => Of(rule, family))],
            MaxUrl = NotZero(input.MaxUrl),
            MaxDataBytes = NotZero(input.MaxDataBytes),
        };
    }

    private static MediaView Of(MediaRule rule, ModelFamily family) => new()
    {
        Kind = Word(rule.Kind),
        Type = rule.Type,
        Field = rule.Field,
        Reference = rule.Kind.IsReference(),
        Identifier = !rule.Kind.IsReference() ? null : family.Numbering switch { Numbering.PerKind => rule.Kind.ToString(), Numbering.OneSequence => "character", _ => null },
        Max = rule.Max ?? (rule.Field is null ? null : 1),
        DoubtedAbove = rule.DoubtedAbove,
        DoubtedWithout = rule.DoubtedWithout is { } other ? Word(other) : null,
        NotBeside = rule.NotBeside is { } kinds ? Words(kinds) : null,
        Urls = Words(rule.Urls),
        DoubtedUrls = rule.DoubtedUrls == UrlSchemes.None ? null : Words(rule.DoubtedUrls),
        Formats = rule.Formats,
        Limits = rule.Kind.File() is { } kind && family.Input.Files?.Of(kind) is { } limit ? Of(limit) : null,
    };

    private static FileLimitView Of(FileLimit limit) => new()
    {
        MaxBytes = limit.MaxBytes, MinSide = limit.MinSide, MaxSide = limit.MaxSide, MaxRatio = limit.MaxRatio,
        MinSeconds = limit.MinSeconds, MaxSeconds = limit.MaxSeconds, MaxTotalSeconds = limit.MaxTotalSeconds,
    };

    private static ParameterView Of(ParameterRule rule) => new()
    {
        Name = rule.Name,
        Type = Word(rule.Type),
        Values = rule.Type == ParameterType.Choice ? rule.Values : null,
        Min = rule.Type == ParameterType.Integer ? rule.Min : null,
        Max = rule.Type == ParameterType.Integer ? rule.Max : null,
        MaxBesideVideo = rule.MaxBesideVideo,
        MaxWithInput = rule.MaxWithInput,
        Among = rule.Among,
        Special = rule.Special?.Select(special => new SpecialView { Value = special.Value, Means = Word(special.Means) }).ToList(),
        DoubtedValues = rule.DoubtedValues,
        Needs = rule.Needs?.Select(need => new NeedView { Value = need.Value, Switch = need.Switch }).ToList(),
        Only = rule.Only,
        NoEffect = rule.NoEffect ? true : null,
        IgnoredBesideFirstFrame = rule.IgnoredBesideFirstFrame ? true : null,
        Default = rule.Default,
    };

    private static SizeView Of(FrameRule frame) => new()
    {
        Resolution = frame.Resolution, Ratio = frame.Ratio, Size = frame.Size, Width = frame.Width, Height = frame.Height, Tier = frame.Tier,
    };

    private static BillingView Of(BillingRule billing) => new()
    {
        Input = Word(billing.Input),
        Divisor = billing.Input == InputBilling.Capped ? Word(billing.Divisor) : null,
        InputCaps = billing.InputCaps,
    };

    private static IReadOnlyList<string> Words(IReadOnlyList<MediaKind> kinds) => [.. kinds.Select(kind => Word(kind))];

    private static IReadOnlyList<string> Words(UrlSchemes urls) =>
        [.. new[] { UrlSchemes.Web, UrlSchemes.Oss, UrlSchemes.Data }.Where(scheme => urls.HasFlag(scheme)).Select(scheme => Word(scheme))];

    // A family's file and this view have the same words.
    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static int? NotZero(int number) => number == 0 ? null : number;
}
