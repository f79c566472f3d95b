using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Wan.Standalone.Descriptions.Bus;

/// <summary>Writes JSON as YAML 1.2, whose texts in double quotes are JSON's: the same document, which people read more easily.</summary>
internal static partial class Yaml
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A whole document.</summary>
    public static string Of(JsonObject document)
    {
        var text = new StringBuilder();
        Write(text, document, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject members, int depth)
    {
        foreach (var (name, value) in members)
        {
            text.Append(' ', 2 * depth).Append(Plain().IsMatch(name) ? name : Quoted(name)).Append(':');
            WriteValue(text, value, depth + 1);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int depth)
    {
        if (value is JsonObject { Count: > 0 } members)
        {
            text.Append('\n');
            Write(text, members, depth);
        }
        else if (value is JsonArray { Count: > 0 } items)
        {
            text.Append('\n');
            foreach (var item in items)
                WriteItem(text, item, depth);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $" {value?.ToJsonString(Readable) ?? "null"}\n");
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, int depth)
    {
        text.Append(' ', 2 * depth).Append('-');
        if (item is JsonObject { Count: > 0 } members)
        {
            var written = new StringBuilder();
            Write(written, members, depth + 1);
            text.Append(' ').Append(written.ToString().TrimStart(' ')); // Its first member stands behind the dash.
        }
        else
        {
            WriteValue(text, item, depth + 1);
        }
    }

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString(Readable);

    // Words that YAML takes for something else (yes, null) and numbers are not among the names; $ref and such are.
    [GeneratedRegex(@"^\$?[a-zA-Z][\w.-]*$")]
    private static partial Regex Plain();
}
