using System.Buffers.Binary;

namespace Wan.Archiver.Download;

/// <summary>
/// CRC-64/XZ (ECMA-182, reflected), which Alibaba's object storage sends of every object as <c>x-oss-hash-crc64ecma</c>. See
/// https://www.alibabacloud.com/help/en/oss/developer-reference/check-data-transmission-integrity-by-using-crc-64.
/// </summary>
internal sealed class Crc64
{
    private const ulong Polynomial = 0xC96C5795D7870F42;

    // Eight tables take eight bytes a step.
    private static readonly ulong[] Tables = MakeTables();

    private ulong state = ulong.MaxValue;

    public ulong Value => ~state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = state;
        var tables = Tables;
        while (bytes.Length >= 8)
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = tables[1792 + (byte)crc]
                ^ tables[1536 + (byte)(crc >> 8)]
                ^ tables[1280 + (byte)(crc >> 16)]
                ^ tables[1024 + (byte)(crc >> 24)]
                ^ tables[768 + (byte)(crc >> 32)]
                ^ tables[512 + (byte)(crc >> 40)]
                ^ tables[256 + (byte)(crc >> 48)]
                ^ tables[(byte)(crc >> 56)];
            bytes = bytes[8..];
        }

        foreach (var one in bytes)
            crc = tables[(byte)(crc ^ one)] ^ (crc >> 8);
        state = crc;
    }

    private static ulong[] MakeTables()
    {
        var tables = new ulong[8 * 256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            tables[i] = crc;
        }

        for (var table = 1; table < 8; table++)
        {
            for (var i = 0; i < 256; i++)
            {
                var before = tables[(table - 1) * 256 + i];
                tables[table * 256 + i] = tables[(byte)before] ^ (before >> 8);
            }
        }

        return tables;
    }
}
