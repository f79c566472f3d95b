using System.Buffers.Binary;
using System.Text;

namespace Wan.Media.Mp4;

/// <summary>Big-endian numbers at any place of a file, read through one small buffer.</summary>
internal sealed class Mp4Window(Stream stream, Mp4Budget budget)
{
    private readonly byte[] buffer = new byte[2048];
    private long start;
    private int filled;

    public long Length { get; } = stream.Length;

    public uint UInt32(long offset) => BinaryPrimitives.ReadUInt32BigEndian(Bytes(offset, 4));

    public ulong UInt64(long offset) => BinaryPrimitives.ReadUInt64BigEndian(Bytes(offset, 8));

    public int UInt16(long offset) => BinaryPrimitives.ReadUInt16BigEndian(Bytes(offset, 2));

    public int UInt8(long offset) => Bytes(offset, 1)[0];

    public string FourCc(long offset) => Encoding.Latin1.GetString(Bytes(offset, 4));

    private ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        if (offset < 0 || offset > Length - count)
            throw new Mp4FormatException("The file is cut off: its index names bytes beyond its end.");

        if (offset < start || offset + count > start + filled)
            Fill(offset, count);

        return buffer.AsSpan((int)(offset - start), count);
    }

    private void Fill(long offset, int atLeast)
    {
        budget.Read();
        stream.Position = offset;
        filled = stream.ReadAtLeast(buffer, atLeast, throwOnEndOfStream: false);
        start = offset;
        if (filled < atLeast)
            throw new Mp4FormatException("The file became shorter while it was read.");
    }
}
