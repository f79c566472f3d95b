using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>An answer as far as two who speak the same protocol must agree: its status, its fields and their types, and the values that clients decide by.</summary>
internal static partial class AnswerShape
{
    /// <summary>Fields whose values are compared, not only their types.</summary>
    private static readonly string[] Compared =
    [
        "code", "output.code", "output.task_status", "output.orig_prompt", "data[].status", "data[].model_name", "total", "total_page", "page_no", "page_size",
        "data.x_oss_object_acl", "data.x_oss_forbid_overwrite",
    ];

    /// <summary>Reads it, a line for each thing.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var lines = new SortedSet<string>(StringComparer.Ordinal) { $"status {(int)answer.StatusCode}" };
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (body.Length > 0)
            lines.Add($"type {type}");
        if (type == "application/json")
            Add(lines, "", JsonElement.Parse(body));
        else if (XmlCode().Match(body) is { Success: true } code)
            lines.Add($"code {code.Groups[1].Value}");
        return [.. lines];
    }

    private static void Add(SortedSet<string> lines, string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Add(lines, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                break;
            case JsonValueKind.Array:
                lines.Add($"{path} has {element.GetArrayLength()}");
                foreach (var item in element.EnumerateArray())
                    Add(lines, $"{path}[]", item);
                break;
            default:
                lines.Add($"{path} {(IsCompared(path) ? element.GetRawText() : TypeOf(element))}");
                break;
        }
    }

    private static bool IsCompared(string path) => Compared.Contains(path) || path.StartsWith("usage.", StringComparison.Ordinal);

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        JsonValueKind.String when TimeIn(value.GetString()!) is { } time => (time - DateTimeOffset.UtcNow).Duration() < TimeSpan.FromHours(1) ? "time" : "time of another zone",
        JsonValueKind.String when Uri.TryCreate(value.GetString(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" => "address",
        JsonValueKind.String => value.GetString()!.Length == 0 ? "empty text" : "text",
        _ => value.GetRawText(),
    };

    // In UTC+8, which they do not say.
    private static DateTimeOffset? TimeIn(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? new DateTimeOffset(time, TimeSpan.FromHours(8)) : null;

    [GeneratedRegex("<Code>([^<]*)</Code>")]
    private static partial Regex XmlCode();
}
