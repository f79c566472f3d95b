using System.Buffers.Binary;

namespace Wan.Media;

/// <summary>Numbers at any place of a file, read through one small buffer.</summary>
internal sealed class MediaWindow(Stream stream)
{
    // No honest file of the sizes that are taken needs as many.
    private const int MostReads = 1_000_000;

    private readonly byte[] buffer = new byte[4096];
    private long start;
    private int filled;
    private int reads;

    public long Length { get; } = stream.Length;

    public int UInt8(long offset) => Bytes(offset, 1)[0];

    public int UInt16Big(long offset) => BinaryPrimitives.ReadUInt16BigEndian(Bytes(offset, 2));

    public uint UInt32Big(long offset) => BinaryPrimitives.ReadUInt32BigEndian(Bytes(offset, 4));

    public int UInt16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    public uint UInt32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    public bool Is(long offset, ReadOnlySpan<byte> text) => Bytes(offset, text.Length).SequenceEqual(text);

    /// <summary>So many bytes, 4,096 at most.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        if (offset < 0 || offset > Length - count)
            throw new MediaFormatException($"The file is cut off: it goes on behind its {Length} bytes.");
        if (offset < start || offset + count > start + filled)
        {
            if (++reads > MostReads)
                throw new MediaFormatException("It is more complicated than any honest file.");
            stream.Position = offset;
            filled = stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false);
            start = offset;
            if (filled < count)
                throw new MediaFormatException("The file became shorter while it was read.");
        }

        return buffer.AsSpan((int)(offset - start), count);
    }
}
