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

    /// <summary>The prompt; empty if there is none.</summary>
    public string Prompt(PromptNeed need)
    {
        var prompt = Text(input, InputField.Prompt);
        var isNeeded = need == PromptNeed.Always || (need == PromptNeed.WithoutMedia && Items(Member(input, InputField.Media)).Count == 0);
        Require(!isNeeded || !string.IsNullOrEmpty(prompt), $"Field required: input.{InputField.Prompt}");
        return prompt ?? "";
    }

    /// <summary>What is referred to, shown or heard, in the order in which it is given; those of a field of their own first.</summary>
    public IReadOnlyList<InputMedium> Media(InputRules rules)
    {
        var media = new List<InputMedium>();
        foreach (var rule in rules.Media.Where(rule => rule.Field is not null))
        {
            if (Member(input, rule.Field!).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
                continue;
            Url(Text(input, rule.Field!), $"input.{rule.Field}");
            media.Add(new InputMedium(rule.Kind, Text(input, rule.Field!) ?? ""));
        }

        if (rules.Takes(InputField.Media))
            media.AddRange(Typed(rules));
        else if (rules.Takes(InputField.ReferenceUrls))
            media.AddRange(Untyped(rules));
        return media;
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

    /// <summary>The value of a choice; its default, which may be none, where it has none or a wrong one.</summary>
    public string? Choice(ParameterRule rule)
    {
        var value = Member(parameters, rule.Name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return rule.Default;

        var words = rule.Values.Concat(rule.DoubtedValues ?? []).ToList();
        if (value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()!))
            return value.GetString()!;

        // The vendor names its default first.
        Fail(rule.Name == FrameRule.BySize
            ? $"size must be in [{string.Join(", ", rule.Values)}]"
            : OneOf([.. rule.Values.OrderByDescending(word => word == rule.Default)]));
        return rule.Default;
    }

    /// <summary>The number that is given for the length; the default where there is none, or one that can't be.</summary>
    public long Duration(ParameterRule rule, bool besideVideo)
    {
        var otherwise = long.Parse(rule.Default!, CultureInfo.InvariantCulture);
        var value = Member(parameters, rule.Name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return otherwise;

        var most = besideVideo ? rule.MaxBesideVideo ?? rule.Max : rule.Max;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var seconds))
            Fail("Input should be a valid integer");
        else if (rule.Special?.Any(special => special.Value == seconds) == true)
            return seconds;
        else if (rule.Among is { } among && !among.Contains(seconds))
            Fail($"Duration should be one of {string.Join(", ", among)}");
        else if (seconds < rule.Min || seconds > most)
            Fail($"Duration should be between {rule.Min} and {most}");
        else
            return seconds;
        return otherwise;
    }

    private List<InputMedium> Typed(InputRules rules)
    {
        var media = new List<InputMedium>();
        foreach (var item in Items(Member(input, InputField.Media)))
        {
            var type = Text(item, InputField.MediaType);
            var rule = rules.Media.FirstOrDefault(rule => rule.Type is not null && rule.Type == type);
            Require(rule is not null, OneOf([.. rules.Media.Select(rule => rule.Type).OfType<string>()]));
            Url(Text(item, InputField.MediaUrl), $"input.{InputField.Media}.{media.Count}.{InputField.MediaUrl}");
            media.Add(new InputMedium(rule?.Kind ?? MediaKind.None, Text(item, InputField.MediaUrl) ?? ""));
        }

        return media;
    }

    // Of these only the end of a URL tells what they are.
    private List<InputMedium> Untyped(InputRules rules)
    {
        var media = new List<InputMedium>();
        foreach (var item in Items(Member(input, InputField.ReferenceUrls)).Concat(Items(Member(input, InputField.ReferenceVideoUrls))))
        {
            var url = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            Url(url, $"input.{InputField.ReferenceUrls}.{media.Count}");
            media.Add(new InputMedium(IsVideo(url, rules) ? MediaKind.Video : MediaKind.Image, url));
        }

        return media;
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
