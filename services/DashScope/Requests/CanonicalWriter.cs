using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>
/// Writes JSON in which long texts stay where they are, in the body that was read: a request may be an image of megabytes, which would else be in memory
/// twice.
/// </summary>
internal sealed class CanonicalWriter : IDisposable
{
    // Shorter ones are rather copied.
    private const int LeastSlice = 16 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(int At, ReadOnlyMemory<byte> Slice)> slices = [];
    private readonly ReadOnlyMemory<byte> body;
    private readonly ArrayBufferWriter<byte> buffer;

    /// <param name="body">What was parsed.</param>
    public CanonicalWriter(ReadOnlyMemory<byte> body)
    {
        this.body = body;
        buffer = new ArrayBufferWriter<byte>(Math.Min(body.Length, LeastSlice) + 256);
        Json = new Utf8JsonWriter(buffer, Options);
    }

    /// <summary>Writes all but texts.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Writes a text of the body.</summary>
    /// <param name="text">The text.</param>
    /// <param name="head">What is to stand before it, which needs no escapes; null for nothing.</param>
    public void WriteText(JsonElement text, string? head = null)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        if (raw.Length < LeastSlice || raw.Contains((byte)'\\') || Options.Encoder!.FindFirstCharacterToEncodeUtf8(raw) >= 0)
        {
            using var utf8 = Utf8Text.Of(text);
            if (head is null)
                Json.WriteStringValue(utf8.Span);
            else
                Json.WriteStringValue(head + utf8.ToString());
            return;
        }

        Json.WriteStringValue(head ?? "");
        Json.Flush();
        var at = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(body.Span), ref MemoryMarshal.GetReference(raw));
        slices.Add((buffer.WrittenCount - 1, body.Slice(at, raw.Length))); // Before the closing quotation mark.
    }

    /// <summary>All that was written.</summary>
    public ReadOnlySequence<byte> ToSequence()
    {
        Json.Flush();
        var parts = new List<ReadOnlyMemory<byte>>();
        var done = 0;
        foreach (var (at, slice) in slices)
        {
            parts.Add(buffer.WrittenMemory[done..at]);
            parts.Add(slice);
            done = at;
        }

        parts.Add(buffer.WrittenMemory[done..]);
        return Slices.Join(parts);
    }

    public void Dispose() => Json.Dispose();
}
