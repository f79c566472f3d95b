using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Tests;

/// <summary>Reads the tables in <c>Cases</c>; what their lines mean stands on top of them.</summary>
internal static partial class RuleCases
{
    private static readonly ModelCatalogue Catalogue = new();

    private static readonly Dictionary<string, string[]> Families = new()
    {
        ["27"] = ["wan2.7-r2v"],
        ["26"] = ["wan2.6-r2v"],
        ["flash"] = ["wan2.6-r2v-flash"],
        ["26s"] = ["wan2.6-r2v", "wan2.6-r2v-flash"],
        ["all"] = ["wan2.7-r2v", "wan2.6-r2v", "wan2.6-r2v-flash"],
    };

    private static readonly (string Name, string Json)[] Words =
    [
        ("@img", """{"type":"reference_image","url":"https://e.com/a.png"}"""),
        ("@vid", """{"type":"reference_video","url":"https://e.com/a.mp4"}"""),
        ("@ff", """{"type":"first_frame","url":"https://e.com/f.png"}"""),
        ("@png", "\"https://e.com/a.png\""),
        ("@mp4", "\"https://e.com/a.mp4\""),
    ];

    public static IEnumerable<(string Model, string Changes, string Findings)> Rules => Read("rules.txt");

    public static IEnumerable<(string Model, string Changes, string Sentence)> Sentences => Read("sentences.txt");

    public static IEnumerable<(string Body, string Findings)> Bodies =>
        Lines("bodies.txt").Select(line => line.Split('|', 2)).Select(parts => (parts[0].Trim(), parts[1].Trim()));

    /// <summary>A request of this model that passes without a finding: one reference, which the prompt names.</summary>
    public static JsonObject Passing(string model)
    {
        var input = Catalogue.Find(model)!.Input;
        var rule = input.Rule(MediaKind.Image) ?? input.Rule(MediaKind.Video)!;
        return new JsonObject
        {
            ["model"] = model,
            ["input"] = new JsonObject
            {
                ["prompt"] = input.Takes(InputField.Media) ? $"{rule.Kind} 1 waves" : "character1 waves",
                [input.Takes(InputField.Media) ? InputField.Media : InputField.ReferenceUrls] = new JsonArray(Reference(input, rule)),
            },
        };
    }

    /// <summary>A reference that passes, as an item of <c>media</c> or as a URL.</summary>
    public static JsonNode Reference(InputRules input, MediaRule rule)
    {
        var url = rule.Formats.Contains("png") ? "https://e.com/a.png" : $"https://e.com/a.{rule.Formats[0]}";
        return input.Takes(InputField.Media) ? new JsonObject { [InputField.MediaType] = rule.Type, [InputField.MediaUrl] = url } : url;
    }

    public static JsonObject Apply(JsonObject request, string changes)
    {
        foreach (var change in changes.Split(" & ", StringSplitOptions.TrimEntries))
        {
            var parts = change.Split(" = ", 2, StringSplitOptions.TrimEntries);
            Set(request, parts[0].TrimStart('-').Split('/')[1..], parts.Length == 1 ? null : JsonNode.Parse(Expand(parts[1])), isRemoval: parts.Length == 1);
        }

        return request;
    }

    public static string Expand(string text)
    {
        text = Words.Aggregate(text, (known, word) => known.Replace(word.Name, word.Json, StringComparison.Ordinal));
        return Repeat().Replace(text, match =>
            new StringBuilder().Insert(0, match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)).ToString());
    }

    private static IEnumerable<(string Model, string Changes, string Last)> Read(string file) =>
        from line in Lines(file)
        let parts = line.Split('|', 3, StringSplitOptions.TrimEntries)
        from model in Families[parts[0]]
        select (model, parts[1], parts[2]);

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", file)).Where(line => line.Length > 0 && line[0] != '#');

    private static void Set(JsonNode parent, string[] path, JsonNode? value, bool isRemoval)
    {
        if (path.Length > 1)
        {
            Set(Child(parent, path[0]), path[1..], value, isRemoval);
        }
        else if (parent is JsonArray array)
        {
            var index = int.Parse(path[0], CultureInfo.InvariantCulture);
            if (index == array.Count)
            {
                array.Add(value);
            }
            else
            {
                array[index] = value;
            }
        }
        else if (isRemoval)
        {
            parent.AsObject().Remove(path[0]);
        }
        else
        {
            parent[path[0]] = value;
        }
    }

    private static JsonNode Child(JsonNode parent, string name) => parent is JsonArray array
        ? array[int.Parse(name, CultureInfo.InvariantCulture)]!
        : parent[name] ??= new JsonObject();

    [GeneratedRegex(@"\{([^{}*""]{1,2})\*(\d+)\}")]
    private static partial Regex Repeat();
}
