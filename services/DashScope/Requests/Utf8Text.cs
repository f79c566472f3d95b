using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>
/// The characters of a JSON string as UTF-8 without making a string of them: a view of the body, or of a rented buffer where there are
/// escapes to undo.
/// </summary>
internal ref struct Utf8Text
{
    private byte[]? rented;

    private Utf8Text(ReadOnlySpan<byte> span, byte[]? rented)
    {
        Span = span;
        this.rented = rented;
    }

    public ReadOnlySpan<byte> Span { get; }

    /// <summary>Unicode scalar values, which is what the vendor's text limits count.</summary>
    public readonly int Characters => Count(Span);

    public readonly bool IsBlank
    {
        get
        {
            var rest = Span;
            while (!rest.IsEmpty)
            {
                Rune.DecodeFromUtf8(rest, out var rune, out var length);
                if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format))
                {
                    return false;
                }

                rest = rest[length..];
            }

            return true;
        }
    }

    /// <summary>Of a JSON string in a body whose escapes have been checked.</summary>
    public static Utf8Text Of(JsonElement text) => Unescape(JsonMarshal.GetRawUtf8Value(text)[1..^1]);

    /// <summary>Of a property's name.</summary>
    public static Utf8Text Of(JsonProperty property) => Unescape(JsonMarshal.GetRawUtf8PropertyName(property));

    /// <summary>Characters (Unicode scalar values) of a text.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var unit in text)
        {
            // Every byte that does not continue a character begins one.
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    public void Dispose()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }
    }

    public override readonly string ToString() => Encoding.UTF8.GetString(Span);

    private static Utf8Text Unescape(ReadOnlySpan<byte> raw)
    {
        var next = raw.IndexOf((byte)'\\');
        if (next < 0)
        {
            return new Utf8Text(raw, null);
        }

        // Unescaped text is never longer.
        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        var length = 0;
        while (next >= 0)
        {
            raw[..next].CopyTo(buffer.AsSpan(length));
            length += next;
            raw = raw[next..];
            length += UnescapeOne(ref raw, buffer.AsSpan(length));
            next = raw.IndexOf((byte)'\\');
        }

        raw.CopyTo(buffer.AsSpan(length));
        return new Utf8Text(buffer.AsSpan(0, length + raw.Length), buffer);
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var kind = raw[1];
        if (kind != 'u')
        {
            target[0] = kind switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                _ => kind,
            };
            raw = raw[2..];
            return 1;
        }

        var first = Unit(raw);
        raw = raw[6..];
        if (!char.IsHighSurrogate(first))
        {
            return new Rune(first).EncodeToUtf8(target);
        }

        var second = Unit(raw);
        raw = raw[6..];
        return new Rune(first, second).EncodeToUtf8(target);
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
