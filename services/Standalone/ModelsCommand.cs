using System.Globalization;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.DashScope.Prices;

namespace Wan.Standalone;

/// <summary><c>models</c>: writes what each model takes, makes and costs as Markdown, out of the families' files.</summary>
internal static class ModelsCommand
{
    private const string Beijing = "cn-beijing";

    /// <summary>Runs it.</summary>
    /// <returns>The exit code, 0.</returns>
    public static int Run(TextWriter output)
    {
        output.WriteLine("""
            # Models

            Made by `./wan models` out of `services/DashScope/Families` and the price list; change it there.

            A model's name may have a date behind it (`wan2.7-r2v-2026-06-12`). `GET /v1/models` says all this as data, for the accounts that are there. A rule that is not
            sure is a warning and never refuses a request. Prices are in CNY for a second in Beijing, at 480P / 720P / 1080P; those of other regions are in
            `services/DashScope/Prices/prices.json`.
            """);
        var catalogue = new ModelCatalogue();
        var prices = new PriceList();
        output.WriteLine();
        output.WriteLine("| model | takes | seconds | resolutions | price |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var name in catalogue.Models)
        {
            var family = catalogue.Find(name)!;
            output.WriteLine($"| `{name}` | {Takes(family)} | {Seconds(family)} | {Tiers(family)} | {PriceOf(name, family, catalogue, prices)} |");
        }

        foreach (var family in catalogue.Families)
            Write(output, family);
        return 0;
    }

    private static void Write(TextWriter output, ModelFamily family)
    {
        output.WriteLine();
        output.WriteLine($"## {string.Join(", ", (family.Models ?? []).Prepend(family.Name))}");
        output.WriteLine();
        output.WriteLine($"Source: <{family.Source}>");
        output.WriteLine();
        output.WriteLine("| in `input` | what | how many | addresses | formats | limits |");
        output.WriteLine("|---|---|---|---|---|---|");
        var need = family.Input.Prompt switch { PromptNeed.Never => "0 or 1", PromptNeed.WithoutMedia => "1 where there are no media", _ => "1" };
        output.WriteLine($"| `prompt` | text | {need} | | | {family.Input.MaxPrompt} characters |");
        if (family.Input.Takes(InputField.NegativePrompt))
            output.WriteLine($"| `negative_prompt` | text | 0 or 1 | | | {family.Input.MaxNegativePrompt} characters |");
        foreach (var rule in family.Input.Media)
            output.WriteLine($"| {PlaceOf(rule)} | {Word(rule.Kind)} | {Count(rule, family.Input)} | {Urls(rule)} | {string.Join(", ", rule.Formats)} | {Limits(rule, family.Input)} |");
        output.WriteLine();
        output.WriteLine("| in `parameters` | values | default |");
        output.WriteLine("|---|---|---|");
        foreach (var rule in family.Parameters)
            output.WriteLine($"| `{rule.Name}` | {Values(rule)} | {(rule.Default is null ? "" : $"`{rule.Default}`")} |");
        output.WriteLine();
        foreach (var sentence in Sentences(family))
            output.WriteLine($"* {sentence}.");
    }

    private static IEnumerable<string> Sentences(ModelFamily family)
    {
        if (family.Input.Sets is { } sets)
            yield return $"What is given is one of: {string.Join("; ", sets.Select(set => string.Join(" and ", set.Select(kind => $"`{family.Input.Rule(kind)?.Name}`"))))}";
        foreach (var rule in family.Input.Media.Where(rule => rule.NotBeside is not null))
            yield return $"`{rule.Name}` does not stand beside {string.Join(", ", rule.NotBeside!.Select(kind => $"`{family.Input.Rule(kind)?.Name}`"))}";
        if (family.Numbering == Numbering.OneSequence)
            yield return "A prompt calls its references `character1`, `character2` and so on, in one sequence";
        else if (family.Numbering == Numbering.PerKind)
            yield return $"A prompt calls its references {string.Join(", ", family.Input.Media.Where(rule => rule.Kind.IsReference()).Select(rule => $"`{rule.Kind} 1`"))}, each kind counted by itself";
        yield return family.Billing.Input switch
        {
            InputBilling.None => "Seconds of the result are billed",
            InputBilling.Full => "Seconds of input videos and of the result are billed",
            _ => $"Seconds of the result are billed, and of each input video at most {string.Join(", ", family.Billing.InputCaps!.Select(Text))}, where there are 1, 2, 3 and so on "
                + (family.Billing.Divisor == BillingDivisor.Videos ? "videos" : "references"),
        };
        if (family.Facts is not { } facts)
            yield break;
        yield return facts.Certain;
        foreach (var doubt in facts.Doubted ?? [])
            yield return $"Not sure: {doubt}";
    }

    private static string Takes(ModelFamily family) => string.Join(", ", new[] { "prompt" }.Concat(family.Input.Media.Select(rule => Word(rule.Kind))));

    private static string Seconds(ModelFamily family) => family.Parameter(ModelFamily.Duration) is { } rule
        ? (rule.Among is { } among ? string.Join(" or ", among) : $"{rule.Min} to {rule.Max}") + (rule.Special is { } specials ? $", or {string.Join(", ", specials.Select(special => Word(special.Means)))}" : "")
        : $"those of the input, {Text(family.OutputSeconds!.Min)} to {Text(family.OutputSeconds.Max)}";

    private static string Tiers(ModelFamily family) => string.Join(", ", family.Frames.Select(frame => frame.Tier).Distinct().Order().Select(tier => $"{tier}P"));

    private static string PriceOf(string name, ModelFamily family, ModelCatalogue catalogue, PriceList prices)
    {
        var sounds = family.Parameters.Any(rule => rule.IsSound) ? new bool?[] { true, false } : [null];
        var texts = sounds.Select(sound => string.Join(" / ", new[] { 480, 720, 1080 }.Select(tier => prices.Find(Beijing, catalogue.NamesOf(name, family), tier, sound)).Select(price => price is null ? "-" : Text(price.Amount)))).Distinct().ToList();
        return texts.Count == 1 ? texts[0] : $"{texts[0]}; silent {texts[1]}";
    }

    private static string PlaceOf(MediaRule rule) => rule.Field is { } field ? $"`{field}`" : rule.Type is { } type ? $"`{InputField.Media}`, `{type}`" : $"`{InputField.ReferenceUrls}`";

    private static string Count(MediaRule rule, InputRules input) =>
        $"at most {rule.Max ?? (rule.Field is null ? input.MostReferences : 1)}{(rule.DoubtedAbove is { } doubted ? $" (more than {doubted} with a warning)" : "")}";

    private static string Urls(MediaRule rule) => string.Join(", ", new[] { (UrlSchemes.Web, "http(s)"), (UrlSchemes.Oss, rule.Kind.File() is null && rule.Kind != MediaKind.None ? "oss" : "oss, files"), (UrlSchemes.Data, "data") }
        .Where(scheme => rule.Urls.HasFlag(scheme.Item1))
        .Select(scheme => scheme.Item2 + (rule.DoubtedUrls != UrlSchemes.None && rule.DoubtedUrls.HasFlag(scheme.Item1) ? " (with a warning)" : "")));

    private static string Limits(MediaRule rule, InputRules input)
    {
        if (rule.Kind.File() is not { } kind || input.Files?.Of(kind) is not { } limit)
            return "";
        return string.Join(", ", new[]
        {
            limit.MaxBytes is { } bytes ? $"{bytes / 1024 / 1024} MB" : null,
            Range(limit.MinSide, limit.MaxSide, "pixels a side"),
            limit.MaxRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"sides up to 1:{ratio:0.##}") : null,
            Range(limit.MinSeconds, limit.MaxSeconds, "s"),
            limit.MaxTotalSeconds is { } total ? $"{Text(total)} s together" : null,
        }.OfType<string>());
    }

    private static string? Range(decimal? min, decimal? max, string unit) => (min, max) switch
    {
        (null, null) => null,
        ({ } least, null) => $"from {Text(least)} {unit}",
        (null, { } most) => $"up to {Text(most)} {unit}",
        ({ } least, { } most) => $"{Text(least)} to {Text(most)} {unit}",
    };

    private static string Values(ParameterRule rule)
    {
        var values = rule.Type switch
        {
            ParameterType.Choice => string.Join(", ", rule.Values.Select(value => $"`{value}`{(rule.DoubtedValues?.Contains(value) == true ? " (with a warning)" : "")}")),
            ParameterType.Integer => rule.Among is { } among ? string.Join(" or ", among) : $"{rule.Min} to {rule.Max}",
            _ => rule.Only is { } only ? $"`{(only ? "true" : "false")}` alone, and not sent" : "`true`, `false`",
        };
        return string.Join("; ", new[]
        {
            values,
            rule.MaxBesideVideo is { } most ? $"at most {most} beside a video" : null,
            rule.MaxWithInput is { } both ? $"at most {both} together with the input videos" : null,
            rule.Special is { } specials ? string.Join(", ", specials.Select(special => $"{special.Value}: {(special.Means == SpecialMeaning.Keep ? "as long as the input video" : "the vendor chooses")}")) : null,
            rule.Needs is { } needs ? string.Join(", ", needs.Select(need => $"`{need.Value}` only with `{need.Switch}`")) : null,
            rule.IgnoredBesideFirstFrame ? "ignored beside a first frame" : null,
            rule.NoEffect ? "changes nothing" : null,
        }.OfType<string>());
    }

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
