using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;
using Wan.Media;

namespace Wan.DashScope.Tests;

/// <summary>
/// Is the table of cases complete? Every limit, word and switch of a family's file is changed by itself, and each time a line of the table must
/// come out differently, in its findings or its canonical form. It also shows that no rule stands anywhere but in the file.
/// </summary>
public sealed class RuleCoverageTests
{
    // What a picture has, where rules come from and what they are called; other tests hold those.
    private static readonly string[] NotRules = ["name", "source", "path", "frames", "fps", "billing", "render_seconds", "kind", "is_sound", "files", "group", "facts", "models", "usage", "sound_of_input", "output_seconds"];

    private static readonly Dictionary<string, JsonObject> Files = Load();

    private static readonly Dictionary<string, ModelFamily> Unchanged = Files.ToDictionary(file => file.Key, file => Family(file.Value));

    public static TheoryData<string> Families => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_changed_rule_changes_the_findings_of_a_case(string family)
    {
        var all = Bodies(family);
        var small = all.FindAll(body => body.Length < 100_000);
        var (ofAll, ofSmall) = (Outcomes(family, Files[family], all), Outcomes(family, Files[family], small));

        var unnoticed = Changes(Files[family])
            .Where(change => change.What.Contains("max_data_bytes", StringComparison.Ordinal)
                ? Outcomes(family, change.File, all).SequenceEqual(ofAll)
                : Outcomes(family, change.File, small).SequenceEqual(ofSmall))
            .Select(change => change.What)
            .ToList();

        unnoticed.Where(what => !IsSeenElsewhere(family, what)).ShouldBeEmpty();
        ofAll.Count.ShouldBeGreaterThan(40);
    }

    // The least and the greatest of the only values that a number may have are checked with the file. Where only the end of a URL tells, an image's format matters for the estimate, and has its cases there. Formats that no other kind of file of the family could be taken for
    // are for people alone. A body of megabytes is tried on a family of each form, and the rest share its code.
    private static bool IsSeenElsewhere(string family, string what)
    {
        var parameters = Files[family]["parameters"]!.AsArray();
        if (Enumerable.Range(0, parameters.Count).Any(i => parameters[i]!["among"] is not null && what.StartsWith($"$.parameters[{i}].m", StringComparison.Ordinal)))
            return true;
        var media = Files[family]["input"]!["media"]!.AsArray();
        var kinds = media.Select(rule => Enum.Parse<MediaKind>(rule!["kind"]!.GetValue<string>().Replace("_", ""), ignoreCase: true)).ToList();
        var formats = Enumerable.Range(0, media.Count).Where(i => what.StartsWith($"$.input.media[{i}].formats", StringComparison.Ordinal)).Select(i => kinds[i].File()).ToList();
        return formats is [var kind]
            ? kind is null || kinds.All(other => other.File() is null || other.File() == kind) || (media[0]!["type"] is null && media[0]!["field"] is null && kind == FileKind.Image)
            : what.Contains("max_data_bytes", StringComparison.Ordinal) && family is not ("wan2.7-r2v" or "wan2.6-i2v");
    }

    private static Dictionary<string, JsonObject> Load()
    {
        var assembly = typeof(ModelCatalogue).Assembly;
        return new ModelCatalogue().Families.ToDictionary(family => family.Name, family =>
        {
            using var stream = assembly.GetManifestResourceStream($"family/{family.Name}.json")!;
            return JsonNode.Parse(stream)!.AsObject();
        });
    }

    private static List<byte[]> Bodies(string family) =>
    [
        .. RuleCases.Rules.Where(rule => rule.Model == family)
            .Select(rule => Encoding.UTF8.GetBytes(RuleCases.Apply(RuleCases.Passing(family), rule.Changes).ToJsonString())),
    ];

    private static List<string> Outcomes(string family, JsonObject file, List<byte[]> bodies)
    {
        var reader = new GenerationRequestReader(new ModelCatalogue(Unchanged.Select(known => known.Key == family ? Family(file) : known.Value)));
        try
        {
            return
            [
                .. bodies.Select(body => reader.Read(body)).Select(reading =>
                    $"{reading.Request?.Hash} {string.Join(", ", reading.Findings.Select(finding => $"{finding.Severity} {finding.Code} {finding.Pointer}"))}"),
            ];
        }
        catch (KeyNotFoundException)
        {
            return ["Without this default, which no file may leave out, there is no telling what the video will be."];
        }
    }

    // Without the checks of a whole file, which would notice most changes before any case does.
    private static ModelFamily Family(JsonObject file) => JsonSerializer.Deserialize(file, RulesJson.Default.ModelFamily)!;

    // One changed copy of the file for everything in it that can be changed by itself.
    private static IEnumerable<(string What, JsonObject File)> Changes(JsonObject file) =>
        from place in Places(file)
        from change in At(place)
        let copy = file.DeepClone().AsObject()
        where change.Make(Find(copy, place.Path))
        select ($"{place.Node.GetPath()} {change.What}", copy);

    private static IEnumerable<(JsonNode Node, List<object> Path)> Places(JsonNode node, params object[] path)
    {
        IEnumerable<(object Key, JsonNode? Child)> children = node switch
        {
            JsonObject properties => properties.Where(property => !NotRules.Contains(property.Key)).Select(property => ((object)property.Key, property.Value)),
            JsonArray items => items.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        return children.Where(child => child.Child is not null)
            .SelectMany(child => Places(child.Child!, [.. path, child.Key]).Prepend((child.Child!, [.. path, child.Key])));
    }

    private static JsonNode Find(JsonNode root, List<object> path) =>
        path.Aggregate(root, (node, key) => key is int index ? node[index]! : node[(string)key]!);

    private static IEnumerable<(string What, Func<JsonNode, bool> Make)> At((JsonNode Node, List<object> Path) place)
    {
        switch (place.Node.GetValueKind())
        {
            case JsonValueKind.Number:
                yield return ("one more", node => Replace(node, node.GetValue<long>() + 1));
                yield return ("one less", node => Replace(node, node.GetValue<long>() - 1));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                yield return ("turned round", node => Replace(node, !node.GetValue<bool>()));
                break;
            case JsonValueKind.String when place.Path[^1] is "urls" or "voice_urls" or "doubted_urls":
                foreach (var scheme in place.Node.GetValue<string>().Split(", "))
                {
                    yield return ($"without {scheme}", node => Replace(node, string.Join(", ", node.GetValue<string>().Split(", ").Except([scheme]).DefaultIfEmpty("none"))));
                }

                break;
            case JsonValueKind.String when place.Path[^1] is "default" or "doubted_without" or "prompt":
                yield return ("left out", node => node.Parent!.AsObject().Remove((string)place.Path[^1]));
                break;
            case JsonValueKind.Array when place.Path[^1] is "needs" or "special" or "among" or "sets" or "not_beside" or "doubted_values":
                yield return ("left out", node => node.Parent!.AsObject().Remove((string)place.Path[^1]));
                break;
            case JsonValueKind.String when place.Path is [.., "media", int, "type"]:
                yield return ("spelled otherwise", node => Replace(node, node.GetValue<string>() + "s"));
                break;
            case JsonValueKind.String when place.Path[^1] is int:
                yield return ("left out", node => node.Parent!.AsArray().Remove(node));
                break;
        }
    }

    private static bool Replace<T>(JsonNode node, T value)
    {
        node.ReplaceWith(value);
        return true;
    }
}
