using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>
/// The fields of a form as JSON. What is no text there comes as one that is JSON itself, or spread over fields as OpenAI's clients do: <c>metadata[order]</c>, <c>reference_urls[]</c>,
/// <c>media[][url]</c>, of which the next item begins where a name comes again.
/// </summary>
internal sealed class FormFields
{
    private const int MaxDepth = 16;

    // What is read as JSON where it looks like that; a prompt may begin with a brace, and stays a text.
    private static readonly string[] Structured = ["media", "reference_urls", "parameters", "input", "metadata", "input_reference"];

    private readonly JsonObject root = [];

    /// <summary>The tenant that is named so far; null for none.</summary>
    public string? Tenant => root["tenant"] is JsonValue tenant && tenant.TryGetValue<string>(out var name) ? name : null;

    /// <summary>Adds one.</summary>
    /// <returns>False if it contradicts those before.</returns>
    public bool Add(string name, string text)
    {
        var path = PathOf(name);
        if (path.Length > MaxDepth)
            return false;
        JsonNode place = root;
        for (var step = 0; step < path.Length - 1; step++)
        {
            if (Enter(place, path[step], path[step + 1]) is not { } inner)
                return false;
            place = inner;
        }

        var value = ValueOf(path, text);
        switch (place, path[^1])
        {
            case (JsonArray list, ""):
                list.Add(value);
                return true;
            case (JsonObject parent, { Length: > 0 } key) when !parent.ContainsKey(key):
                parent[key] = value;
                return true;
            default:
                return false;
        }
    }

    /// <summary>All of them.</summary>
    public byte[] ToJson() => Encoding.UTF8.GetBytes(root.ToJsonString());

    private static JsonNode? Enter(JsonNode place, string step, string next)
    {
        JsonNode Made() => next.Length == 0 ? new JsonArray() : new JsonObject();
        if (place is JsonObject parent && step.Length > 0)
        {
            if (!parent.ContainsKey(step))
                parent[step] = Made();
            return Fits(parent[step], next);
        }

        if (place is not JsonArray list || step.Length > 0)
            return null;
        if (list is not [.., JsonObject last] || last.ContainsKey(next))
            list.Add(Made());
        return Fits(list[^1], next);
    }

    private static JsonNode? Fits(JsonNode? node, string next) => node is JsonArray == (next.Length == 0) && node is JsonArray or JsonObject ? node : null;

    // media[][url]: media, "", url.
    private static string[] PathOf(string name)
    {
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket <= 0 || !name.EndsWith(']') ? [name] : [name[..bracket], .. name[(bracket + 1)..^1].Split("][")];
    }

    private static JsonNode? ValueOf(string[] path, string text)
    {
        if (path is [var name] && Structured.Contains(name) && text.TrimStart() is ['{' or '[', ..])
        {
            try
            {
                var node = JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false });
                _ = node?.ToJsonString(); // Which half a character in it is told by.
                return node;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return text; // Which it can't be, and the rules say so.
            }
        }

        if (path is ["strict"] or ["parameters", _])
        {
            if (text is "true" or "false")
                return text == "true";
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return text;
    }
}
