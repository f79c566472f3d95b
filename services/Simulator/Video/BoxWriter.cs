using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Wan.Simulator.Video;

/// <summary>Writes ISO base media boxes (ISO 14496-12, 4.2): numbers are big endian, a box's size is filled in when its content is known.</summary>
internal sealed class BoxWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly List<(int Position, int Value)> sizes = [];

    public int Length => buffer.WrittenCount;

    public BoxWriter Box(string type, Action<BoxWriter> content)
    {
        var start = Length;
        UInt32(0).Ascii(type);
        content(this);
        sizes.Add((start, Length - start));
        return this;
    }

    /// <summary>A box that starts with a version (0 here) and flags.</summary>
    public BoxWriter FullBox(string type, uint flags, Action<BoxWriter> content) => Box(type, box => content(box.UInt32(flags)));

    public BoxWriter UInt8(int value) => Bytes([(byte)value]);

    public BoxWriter UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer.GetSpan(2), (ushort)value);
        buffer.Advance(2);
        return this;
    }

    public BoxWriter UInt32(long value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer.GetSpan(4), (uint)value);
        buffer.Advance(4);
        return this;
    }

    public BoxWriter Ascii(string text) => Bytes(Encoding.ASCII.GetBytes(text));

    public BoxWriter Zeros(int count)
    {
        buffer.GetSpan(count)[..count].Clear();
        buffer.Advance(count);
        return this;
    }

    public BoxWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        buffer.Write(bytes);
        return this;
    }

    public byte[] ToArray()
    {
        var bytes = buffer.WrittenSpan.ToArray();
        foreach (var (position, value) in sizes)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(position), value);
        return bytes;
    }
}
