using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>
/// Any number of wrong fields at once: every one of them is spoken of. What is wrong follows from the families' files, so that a new parameter is
/// tried without a word here.
/// </summary>
public sealed class WrongFieldProperties
{
    private static readonly ModelCatalogue Catalogue = new();
    private static readonly GenerationRequestReader Reader = new(Catalogue);
    private static readonly string[] NoTexts = ["5", "true", "[]", "{}", "[\"x\"]", "1e400"];
    private static readonly string[] NoSwitches = ["0", "1", "\"true\"", "\"\"", "[]", "{}", "[true]"];
    private static readonly string[] NoIntegers = ["\"5\"", "5.5", "1e-3", "true", "[5]", "{}", "\"\""];
    private static readonly string[] NoUrls =
        ["\"\"", "\"x\"", "\"//e.com/a\"", "\"ftp://e.com/a\"", "\"https://\"", "\"https://a@e.com/a\"", "\"https://e.com/ a\"", "7", "{}", "\"data:text/plain,x\"", "\"oss://b\""];

    [Fact]
    public void Every_wrong_field_is_spoken_of() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60),
        Prop.ForAll(Requests.ToArbitrary(), request =>
        {
            var reading = Reader.Read(Encoding.UTF8.GetBytes(request.Json));
            var refused = reading.Findings.Where(finding => finding.Severity == "error").Select(finding => finding.Pointer).ToHashSet();
            return reading.Accepted == (request.Wrong.Length == 0) && request.Wrong.All(refused.Contains);
        }));

    private static Gen<(string Json, string[] Wrong)> Requests =>
        from family in Gen.Elements<ModelFamily>([.. Catalogue.Families])
        from wrongs in Gen.SubListOf<Gen<(string Pointer, string Value)>>([.. Wrongs(family)])
        from values in Gen.CollectToList(wrongs, wrong => wrong)
        select (Json(family, values), values.Select(value => value.Pointer).ToArray());

    private static string Json(ModelFamily family, IEnumerable<(string Pointer, string Value)> values)
    {
        var request = RuleCases.Passing(family.Name);
        if (family.Input.MinReferences > 0)
            request["input"]![family.Input.Takes(InputField.Media) ? InputField.Media : InputField.ReferenceUrls] = References(family.Input);
        return values.Aggregate(request, (changed, value) => RuleCases.Apply(changed, $"{value.Pointer} = {value.Value}")).ToJsonString();
    }

    // As many as it takes, videos among them, and a first frame behind them where it takes one.
    private static JsonArray References(InputRules input)
    {
        var (image, video) = (input.Rule(MediaKind.Image), input.Rule(MediaKind.Video));
        var rules = Enumerable.Range(0, input.MostReferences).Select(i => image is null || (video is not null && i % 2 == 1 && i / 2 < input.MaxVideos) ? video : image);
        return [.. rules.Append(input.Rule(MediaKind.FirstFrame)).OfType<MediaRule>().Select(rule => RuleCases.Reference(input, rule))];
    }

    // One generator of wrong values for each field that there is.
    private static IEnumerable<Gen<(string Pointer, string Value)>> Wrongs(ModelFamily family)
    {
        var blanks = family.Input.Prompt == PromptNeed.Never || (family.Input.Prompt == PromptNeed.WithoutMedia && family.Input.MinReferences > 0) ? [] : new[] { "\"\"", "\" \\n\"" };
        yield return At("/input/prompt", [.. NoTexts, .. blanks, $"\"{new string('x', family.Input.MaxPrompt + 1)}\""]);
        if (family.Input.Takes(InputField.NegativePrompt))
        {
            yield return At("/input/negative_prompt", [.. NoTexts, $"\"{new string('x', family.Input.MaxNegativePrompt + 1)}\""]);
        }

        foreach (var rule in family.Parameters)
        {
            yield return rule.Type switch
            {
                ParameterType.Choice => At(rule.Pointer, [.. NoTexts, "\"\"", .. rule.Values.SelectMany(value => new[] { $"\"{value} \"", $"\"x{value}\"" })]),
                ParameterType.Integer => Gen.OneOf(
                    At(rule.Pointer, NoIntegers),
                    Gen.Choose(3, int.MaxValue).Select(by => (rule.Pointer, $"{Math.Min(rule.Min, 0) - by}")),
                    Gen.Choose(1, int.MaxValue).Select(by => (rule.Pointer, $"{(rule.MaxBesideVideo ?? rule.Max) + by}"))),
                _ => At(rule.Pointer, rule.Only is { } only ? [.. NoSwitches, only ? "false" : "true"] : NoSwitches),
            };
        }

        foreach (var foreign in family.ForeignParameters)
        {
            yield return At($"/parameters/{foreign.Text}", ["\"x\"", "true", "0", "[]", "{}"]);
        }

        foreach (var foreign in family.ForeignInput)
        {
            yield return At($"/input/{foreign.Text}", ["\"x\"", "true", "0", "[]", "{}"]);
        }

        for (var i = 0; i < (family.Input.MinReferences > 0 ? family.Input.MostReferences : 0); i++)
        {
            yield return !family.Input.Takes(InputField.Media) ? At($"/input/reference_urls/{i}", NoUrls)
                : family.Input.VoiceUrls == UrlSchemes.None ? At($"/input/media/{i}/url", NoUrls)
                : Gen.OneOf(At($"/input/media/{i}/url", NoUrls), At($"/input/media/{i}/reference_voice", NoUrls));
        }

        foreach (var field in family.Input.FieldMedia)
        {
            yield return At($"/input/{field.Field}", NoUrls);
        }

        if (family.Input.MinReferences > 0 && family.Input.Takes(InputField.Media))
        {
            yield return At($"/input/media/{(family.Input.MaxFirstFrames > 0 ? family.Input.MaxReferences : 0)}/type", ["\"\"", "\"last_frame\"", "\"First_Frame\"", .. NoTexts]);
        }

        yield return At("/tenant", ["\"\"", "\"a b\"", $"\"{new string('x', 65)}\"", .. NoTexts]);
        yield return At("/client_request_id", ["\"\"", "\"\\u0007\"", $"\"{new string('x', 256)}\"", .. NoTexts]);
        yield return At("/priority", ["\"\"", "\"urgent\"", .. NoTexts]);
        yield return At("/start_by", ["\"\"", "\"tomorrow\"", "\"2026-11-29T12:00:00\"", "\"2001-01-01T00:00:00Z\"", .. NoTexts]);
        yield return At("/strict", NoSwitches);
        yield return At("/callback_url", [.. NoUrls, "\"oss://b/k\""]);
        yield return Gen.OneOf(At("/metadata", ["\"x\"", "7", "[]", "true"]), At("/metadata/key", ["7", "{}", "[]", $"\"{new string('x', 513)}\""]));
    }

    private static Gen<(string Pointer, string Value)> At(string pointer, string[] values) => Gen.Elements(values).Select(value => (pointer, value));
}
