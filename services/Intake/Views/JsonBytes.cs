using System.Text;

namespace Wan.Intake.Views;

/// <summary>JSON that is put together of parts which are JSON already.</summary>
/// <param name="buffer">Long enough for all of it.</param>
internal ref struct JsonBytes(Span<byte> buffer)
{
    private readonly Span<byte> buffer = buffer;

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>What there is.</summary>
    public readonly ReadOnlySpan<byte> Written => buffer[..Length];

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[Length..]);
        Length += bytes.Length;
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Add(name);
        Add(value);
    }

    /// <summary>Adds a text of letters and digits.</summary>
    public void AddWord(ReadOnlySpan<byte> name, string word)
    {
        Add(name, "\""u8);
        AddAscii(word);
        Add("\""u8);
    }

    /// <summary>Adds ASCII as it is.</summary>
    public void AddAscii(string text) => Length += Encoding.ASCII.GetBytes(text, buffer[Length..]);

    /// <summary>Adds ASCII in lower case.</summary>
    public void AddLower(ReadOnlySpan<byte> bytes)
    {
        Ascii.ToLower(bytes, buffer[Length..], out var written);
        Length += written;
    }
}
