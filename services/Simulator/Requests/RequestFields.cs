using System.Text.Json;

namespace Wan.Simulator.Requests;

/// <summary>The fields of a request, read one by one; the first that is wrong is remembered and reading goes on with its default.</summary>
internal sealed class RequestFields(JsonElement body)
{
    private readonly JsonElement input = Member(body, "input");
    private readonly JsonElement parameters = Member(body, "parameters");

    /// <summary>What is wrong; null if nothing is.</summary>
    public TaskFailure? Failure { get; private set; }

    /// <summary>Whether any reference lies in the vendor's temporary store.</summary>
    public bool NamesOss { get; private set; }

    /// <summary>Whether a URL looks like a video's.</summary>
    public static bool IsVideo(string url)
    {
        var path = url.AsSpan();
        var end = path.IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        return path.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".mov", StringComparison.OrdinalIgnoreCase);
    }

    public void Fail(string message, string code = "InvalidParameter") => Failure ??= new TaskFailure(code, message);

    public void Require(bool holds, string message)
    {
        if (!holds)
            Fail(message);
    }

    public string Prompt()
    {
        var prompt = Text(input, "prompt");
        Require(!string.IsNullOrEmpty(prompt), "Field required: input.prompt");
        return prompt ?? "";
    }

    /// <summary>The types of <c>input.media</c>, in order.</summary>
    public IReadOnlyList<string> Media()
    {
        var media = Member(input, "media");
        var types = new List<string>();
        foreach (var item in Items(media))
        {
            var type = Text(item, "type") ?? "";
            Require(type is "reference_image" or "reference_video" or "first_frame", "Input should be 'reference_image', 'reference_video' or 'first_frame'");
            Url(Text(item, "url"), $"input.media.{types.Count}.url");
            types.Add(type);
        }

        Require(types.Count > 0, "Field required: input.media");
        return types;
    }

    /// <summary>The references of a 2.6 request, in order.</summary>
    public IReadOnlyList<string> ReferenceUrls()
    {
        var urls = new List<string>();
        foreach (var item in Items(Member(input, "reference_urls")).Concat(Items(Member(input, "reference_video_urls"))))
        {
            var url = item.ValueKind == JsonValueKind.String ? item.GetString() : null;
            Url(url, $"input.reference_urls.{urls.Count}");
            urls.Add(url ?? "");
        }

        Require(urls.Count > 0, "Field required: input.reference_urls");
        return urls;
    }

    public string? Text(string parameter) => Text(parameters, parameter);

    public bool? Flag(string parameter) => Member(parameters, parameter).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public string Choice(string parameter, string otherwise, string[] allowed)
    {
        var value = Member(parameters, parameter);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return otherwise;

        if (value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString()))
            return value.GetString()!;

        Fail($"Input should be {string.Join(", ", allowed[..^1].Select(word => $"'{word}'"))} or '{allowed[^1]}'");
        return otherwise;
    }

    public int Duration(int most)
    {
        var value = Member(parameters, "duration");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return 5;

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var seconds))
            Fail("Input should be a valid integer");
        else if (seconds < 2 || seconds > most)
            Fail($"Duration should be between 2 and {most}");
        else
            return seconds;
        return 5;
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static List<JsonElement> Items(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [];

    private void Url(string? url, string field)
    {
        if (string.IsNullOrEmpty(url))
            Fail($"Field required: {field}");
        else if (url.StartsWith("oss://", StringComparison.Ordinal))
            NamesOss = true;
        else if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("data:", StringComparison.Ordinal))
            Fail("url error, please check url！", "InvalidURL");
    }
}
