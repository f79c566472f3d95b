using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Wan.DashScope.Requests;

/// <summary>Opens a body so that everything behind it can trust it: valid UTF-8, valid JSON, escapes that make characters, an object.</summary>
internal static class RequestBody
{
    private const int MaxDepth = 64;

    public static bool TryOpen(ref ReadOnlyMemory<byte> body, FindingList findings, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            findings.Warning(
                "body.byte_order_mark",
                "",
                "The body begins with a byte order mark, which JSON does not have; it is left out.");
            body = body[3..];
        }

        if (!Utf8.IsValid(body.Span))
        {
            findings.Error("body.not_utf8", "", "The body is not valid UTF-8.");
            return false;
        }

        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException exception)
        {
            findings.Error(
                "body.not_json",
                "",
                $"The body is not JSON, or is nested more than {MaxDepth} levels deep: the first problem is in line {exception.LineNumber + 1} at byte {exception.BytePositionInLine + 1}.");
            return false;
        }

        if (LoneSurrogate(body.Span) is { } position)
        {
            findings.Error(
                "body.lone_surrogate",
                "",
                $"The escape \\u at byte {position + 1} is half of a character (a surrogate without its other half).");
        }
        else if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            findings.Error(
                "body.not_an_object",
                "",
                $"The body must be a JSON object with model and input, but is {Describe.Kind(document.RootElement)}.");
        }
        else
        {
            return true;
        }

        document.Dispose();
        document = null;
        return false;
    }

    // In valid JSON a backslash only occurs inside a string, so that the strings need not be told apart.
    private static int? LoneSurrogate(ReadOnlySpan<byte> json)
    {
        var position = 0;
        while (true)
        {
            var next = json[position..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return null;
            }

            position += next;
            if (json[position + 1] != 'u')
            {
                position += 2;
                continue;
            }

            var isHigh = IsSurrogate(json[position..], 'b');
            if (isHigh && json[(position + 6)..].StartsWith("\\u"u8) && IsSurrogate(json[(position + 6)..], 'f'))
            {
                position += 12;
            }
            else if (isHigh || IsSurrogate(json[position..], 'f'))
            {
                return position;
            }
            else
            {
                position += 6;
            }
        }
    }

    // High surrogates are d800 to dbff, low ones dc00 to dfff.
    private static bool IsSurrogate(ReadOnlySpan<byte> escape, char last)
    {
        var third = (char)(escape[3] | 0x20);
        return (escape[2] | 0x20) == 'd' && (last == 'b' ? third is '8' or '9' or 'a' or 'b' : third is 'c' or 'd' or 'e' or 'f');
    }
}
