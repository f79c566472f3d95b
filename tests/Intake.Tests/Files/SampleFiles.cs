using System.Buffers.Binary;
using System.Text;

namespace Wan.Intake.Tests.Files;

/// <summary>The smallest files that are what they say, and whose headers may claim anything.</summary>
internal static class SampleFiles
{
    public static byte[] Png(uint width = 640, uint height = 480, byte color = 2) =>
    [
        0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [.. Big(width), .. Big(height), 8, color, 0, 0, 0]), .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", []),
    ];

    public static byte[] Jpeg(ushort width = 640, ushort height = 480) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, .. Big16(height), .. Big16(width), 1, 0, 0, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9, 0xAA,
    ];

    public static byte[] Bmp(int width = 640, int height = 480) =>
    [
        .. "BM"u8, .. new byte[8], .. Little(54), .. Little(40), .. Little((uint)width), .. Little((uint)height), 1, 0, 24, 0, .. new byte[24], .. new byte[(((width * 24) + 31) / 32) * 4 * height],
    ];

    public static byte[] Webp(int width = 640, int height = 480) =>
    [
        .. "RIFF"u8, .. Little(22), .. "WEBPVP8L"u8, .. Little(9), 0x2F, .. Little((uint)(width - 1) | ((uint)(height - 1) << 14)), .. new byte[5],
    ];

    public static byte[] Wav(int seconds = 3) =>
    [
        .. "RIFF"u8, .. Little((uint)(36 + (seconds * 8000))), .. "WAVEfmt "u8, .. Little(16), 1, 0, 1, 0, .. Little(8000), .. Little(8000), 1, 0, 8, 0, .. "data"u8, .. Little((uint)(seconds * 8000)),
        .. new byte[seconds * 8000],
    ];

    /// <summary>Frames of 417 bytes, each of 1152 samples of 44,100 a second.</summary>
    public static byte[] Mp3(int frames = 100) => [.. Enumerable.Range(0, frames).SelectMany(_ => (byte[])[0xFF, 0xFB, 0x90, 0x00, .. new byte[413]])];

    /// <summary>A video of one sample, up to its data; the index stands behind them.</summary>
    public static (byte[] Before, byte[] After) Mp4(int seconds, long dataBytes, ushort width = 640, ushort height = 480)
    {
        byte[] before = [.. Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Big((uint)(dataBytes + 8)), .. "mdat"u8];
        byte[] entry = [.. new byte[24], .. Big16(width), .. Big16(height), .. new byte[50]];
        var table = Box("stbl",
        [
            .. Box("stsd", [.. Big(0), .. Big(1), .. Box("mp4v", entry)]), .. Box("stts", [.. Big(0), .. Big(1), .. Big(1), .. Big((uint)seconds * 1000)]),
            .. Box("stsc", [.. Big(0), .. Big(1), .. Big(1), .. Big(1), .. Big(1)]), .. Box("stsz", [.. Big(0), .. Big((uint)dataBytes), .. Big(1)]),
            .. Box("stco", [.. Big(0), .. Big(1), .. Big((uint)before.Length)]),
        ]);
        byte[] media = [.. Box("mdhd", [.. Big(0), .. Big(0), .. Big(0), .. Big(1000), .. Big((uint)seconds * 1000), .. Big(0)]), .. Box("hdlr", [.. Big(0), .. Big(0), .. "vide"u8, .. new byte[13]]), .. Box("minf", table)];
        return (before, Box("moov", Box("trak", [.. Box("tkhd", [.. Big(0), .. Big(0), .. Big(0), .. Big(1), .. new byte[68]]), .. Box("mdia", media)])));
    }

    private static byte[] Chunk(string type, byte[] content) => [.. Big((uint)content.Length), .. Encoding.ASCII.GetBytes(type), .. content, 0, 0, 0, 0];

    private static byte[] Box(string type, byte[] content) => [.. Big((uint)content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Big(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Big16(ushort number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Little(uint number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)(number >> 24)];
}
