using System.Globalization;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Requests;

/// <summary>The fields of a request, read one by one; the first that is wrong is remembered and reading goes on with its default.</summary>
internal sealed class RequestFields(JsonElement body)
{
    private readonly JsonElement input = Member(body, "input");
    private readonly JsonElement parameters = Member(body, "parameters");

    /// <summary>What is wrong; null if nothing is.</summary>
    public TaskFailure? Failure { get; private set; }

    public void Fail(string message, string code = "InvalidParameter") => Failure ??= new TaskFailure(code, message);

    public void Require(bool holds, string message)
    {
        if (!holds)
            Fail(message);
    }

    public string Prompt()
    {
        var prompt = Text(input, InputField.Prompt);
        Require(!string.IsNullOrEmpty(prompt), $"Field required: input.{InputField.Prompt}");
        return prompt ?? "";
    }

    /// <summary>What the items of <c>input.media</c> are, in order.</summary>
    public IReadOnlyList<(MediaKind Kind, string Url)> Media(InputRules rules)
    {
        var kinds = new List<(MediaKind, string)>();
        foreach (var item in Items(Member(input, InputField.Media)))
        {
            var type = Text(item, InputField.MediaType);
            var rule = rules.Media.FirstOrDefault(rule => rule.Type == type);
            Require(rule is not null, OneOf([.. rules.Media.Select(rule => rule.Type!)]));
            Url(Text(item, InputField.MediaUrl), $"input.{InputField.Media}.{kinds.Count}.{InputField.MediaUrl}");
            kinds.Add((rule?.Kind ?? MediaKind.None, Text(item, InputField.MediaUrl) ?? ""));
        }

        Require(kinds.Count > 0, $"Field required: input.{InputField.Media}");
        return kinds;
    }

    /// <summary>What the references are of which only the end of a URL tells, in order.</summary>
    public IReadOnlyList<(MediaKind Kind, string Url)> ReferenceUrls(InputRules rules)
    {
        var kinds = new List<(MediaKind, string)>();
        foreach (var item in Items(Member(input, InputField.ReferenceUrls)).Concat(Items(Member(input, InputField.ReferenceVideoUrls))))
        {
            var url = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            Url(url, $"input.{InputField.ReferenceUrls}.{kinds.Count}");
            kinds.Add((IsVideo(url, rules) ? MediaKind.Video : MediaKind.Image, url));
        }

        Require(kinds.Count > 0, $"Field required: input.{InputField.ReferenceUrls}");
        return kinds;
    }

    /// <summary>Every address in the vendor's temporary store, each once, whichever field it stands in.</summary>
    public IEnumerable<string> OssUrls() => Texts(input).Where(text => text.StartsWith(Vendor.OssScheme, StringComparison.Ordinal)).Distinct();

    /// <summary>The value of a switch; its default where it has none.</summary>
    public bool Switch(ParameterRule rule) => Member(parameters, rule.Name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => rule.Default == "true",
    };

    /// <summary>The value of a choice; its default, or else its first word, where it has none or a wrong one.</summary>
    public string Choice(ParameterRule rule)
    {
        var value = Member(parameters, rule.Name);
        var otherwise = rule.Default ?? rule.Values[0];
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return otherwise;

        if (value.ValueKind == JsonValueKind.String && rule.Values.Contains(value.GetString()))
            return value.GetString()!;

        // The vendor names its default first.
        Fail(rule.Name == FrameRule.BySize
            ? $"size must be in [{string.Join(", ", rule.Values)}]"
            : OneOf([.. rule.Values.OrderByDescending(word => word == rule.Default)]));
        return otherwise;
    }

    /// <summary>The seconds that are asked for; the default where that can't be.</summary>
    public int Duration(ParameterRule rule, bool besideVideo)
    {
        var otherwise = int.Parse(rule.Default!, CultureInfo.InvariantCulture);
        var value = Member(parameters, rule.Name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return otherwise;

        var most = besideVideo ? rule.MaxBesideVideo ?? rule.Max : rule.Max;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var seconds))
            Fail("Input should be a valid integer");
        else if (seconds < rule.Min || seconds > most)
            Fail($"Duration should be between {rule.Min} and {most}");
        else
            return seconds;
        return otherwise;
    }

    private static string OneOf(string[] words) => words.Length == 1
        ? $"Input should be '{words[0]}'"
        : $"Input should be {string.Join(", ", words[..^1].Select(word => $"'{word}'"))} or '{words[^1]}'";

    private static bool IsVideo(string url, InputRules rules)
    {
        var path = url.AsSpan();
        var end = path.IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        var dot = path.LastIndexOf('.');
        return dot >= 0 && rules.Formats(MediaKind.Video).Contains(path[(dot + 1)..].ToString(), StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Where(member => member.Name is not InputField.Prompt and not InputField.NegativePrompt).SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static List<JsonElement> Items(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [];

    private void Url(string? url, string field)
    {
        if (string.IsNullOrEmpty(url))
            Fail($"Field required: {field}");
        else if (!url.StartsWith(Vendor.OssScheme, StringComparison.Ordinal) && !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("data:", StringComparison.Ordinal))
            Fail(VendorError.WrongUrl.Message, "InvalidURL");
    }
}
