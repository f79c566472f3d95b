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
        ["t27"] = ["wan2.7-t2v"], ["t26"] = ["wan2.6-t2v"], ["t25"] = ["wan2.5-t2v-preview"],
        ["i27"] = ["wan2.7-i2v"], ["i26"] = ["wan2.6-i2v"], ["i26f"] = ["wan2.6-i2v-flash"], ["i25"] = ["wan2.5-i2v-preview"],
        ["edit"] = ["wan2.7-videoedit"], ["wan3"] = ["wan3.0-video"],
        ["ht"] = ["happyhorse-1.1-t2v"], ["hi"] = ["happyhorse-1.1-i2v"], ["hr"] = ["happyhorse-1.1-r2v"], ["he"] = ["happyhorse-1.0-video-edit"],
    };

    private static readonly (string Name, string Json)[] Words =
    [
        ("@img", """{"type":"reference_image","url":"https://e.com/a.png"}"""),
        ("@vid", """{"type":"reference_video","url":"https://e.com/a.mp4"}"""),
        ("@ff", """{"type":"first_frame","url":"https://e.com/f.png"}"""),
        ("@lf", """{"type":"last_frame","url":"https://e.com/l.png"}"""),
        ("@aud", """{"type":"reference_audio","url":"https://e.com/a.mp3"}"""),
        ("@drive", """{"type":"driving_audio","url":"https://e.com/d.mp3"}"""),
        ("@clip", """{"type":"first_clip","url":"https://e.com/c.mp4"}"""),
        ("@source", """{"type":"video","url":"https://e.com/s.mp4"}"""),
        ("@file", """{"type":"file","url":"https://e.com/f.pdf"}"""),
        ("@link", """{"type":"link","url":"https://e.com/page"}"""),
        ("@png", "\"https://e.com/a.png\""),
        ("@mp4", "\"https://e.com/a.mp4\""),
    ];

    // One table for each kind of video that models make.
    private static readonly string[] Tables = ["rules.txt", "text-to-video.txt", "image-to-video.txt", "video-edit.txt", "wan3.txt", "happyhorse.txt"];

    public static IEnumerable<(string Model, string Changes, string Findings)> Rules => Tables.SelectMany(Read);

    public static IEnumerable<(string Model, string Changes, string Sentence)> Sentences => Read("sentences.txt");

    public static IEnumerable<(string Body, string Findings)> Bodies =>
        Lines("bodies.txt").Select(line => line.Split('|', 2)).Select(parts => (parts[0].Trim(), parts[1].Trim()));

    /// <summary>A request of this model that passes without a finding: as few media as may be, which the prompt names.</summary>
    public static JsonObject Passing(string model) => SmallestRequest.Of(Catalogue.Find(model)!, model);

    /// <summary>A reference that passes, as an item of <c>media</c> or as a URL.</summary>
    public static JsonNode Reference(InputRules input, MediaRule rule) => input.Takes(InputField.Media) ? SmallestRequest.Item(rule) : SmallestRequest.Url(rule);

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
        from model in parts[0].Split(' ').SelectMany(name => Families[name])
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
