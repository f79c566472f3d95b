using System.Runtime.InteropServices;
using System.Text.Json;
using Wan.DashScope.Wire;

namespace Wan.DashScope.Requests;

/// <summary>How a finding shows the value that it found: short, and without what may be secret.</summary>
internal static class Describe
{
    private const int MaxLength = 60;
    private const int MaxRawLength = 1000;

    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "missing",
    };

    public static string Value(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return Kind(element);
        }

        if (JsonMarshal.GetRawUtf8Value(element).Length is var length and > MaxRawLength)
        {
            return $"{Kind(element)} of {length} bytes";
        }

        var text = Redaction.Clean(element.GetRawText());
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "...");
    }

    /// <summary>An address of ours, which is no secret; of a long one its beginning.</summary>
    public static string Address(JsonElement text)
    {
        const int most = 200;
        var address = text.GetString()!;
        return address.Length <= most ? address : string.Concat(address.AsSpan(0, char.IsHighSurrogate(address[most - 1]) ? most - 1 : most), "...");
    }

    public static string List(IEnumerable<string> words) => string.Join(", ", words);
}
