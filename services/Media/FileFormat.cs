using System.Buffers.Binary;

namespace Wan.Media;

/// <summary>A format that the vendor takes, told by a file's first bytes, whatever its name or sender says.</summary>
/// <param name="Name">For people, such as <c>JPEG</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="MediaType">As HTTP names it.</param>
/// <param name="Extensions">How its names end, the usual one first.</param>
/// <param name="Aliases">Other media types that mean it.</param>
public sealed record FileFormat(string Name, FileKind Kind, string MediaType, IReadOnlyList<string> Extensions, IReadOnlyList<string> Aliases)
{
    /// <summary>How many of a file's first bytes tell.</summary>
    public const int HeadBytes = 32;

    /// <summary>An image.</summary>
    public static FileFormat Jpeg { get; } = new("JPEG", FileKind.Image, "image/jpeg", ["jpg", "jpeg"], ["image/jpg", "image/pjpeg"]);

    /// <summary>An image.</summary>
    public static FileFormat Png { get; } = new("PNG", FileKind.Image, "image/png", ["png"], ["image/x-png"]);

    /// <summary>An image.</summary>
    public static FileFormat Bmp { get; } = new("BMP", FileKind.Image, "image/bmp", ["bmp"], ["image/x-ms-bmp", "image/x-bmp"]);

    /// <summary>An image.</summary>
    public static FileFormat Webp { get; } = new("WEBP", FileKind.Image, "image/webp", ["webp"], []);

    /// <summary>A video. MOV is nearly the same; who names one takes the other.</summary>
    public static FileFormat Mp4 { get; } = new("MP4", FileKind.Video, "video/mp4", ["mp4", "m4v"], ["video/x-m4v", "video/quicktime", "application/mp4"]);

    /// <summary>A video of QuickTime's.</summary>
    public static FileFormat Mov { get; } = new("MOV", FileKind.Video, "video/quicktime", ["mov", "qt"], ["video/mp4"]);

    /// <summary>A sound.</summary>
    public static FileFormat Wav { get; } = new("WAV", FileKind.Audio, "audio/wav", ["wav"], ["audio/x-wav", "audio/wave", "audio/vnd.wave"]);

    /// <summary>A sound.</summary>
    public static FileFormat Mp3 { get; } = new("MP3", FileKind.Audio, "audio/mpeg", ["mp3"], ["audio/mp3", "audio/x-mp3"]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FileFormat> All { get; } = [Jpeg, Png, Bmp, Webp, Mp4, Mov, Wav, Mp3];

    /// <summary>Its usual extension.</summary>
    public string Extension => Extensions[0];

    /// <summary>The format of a file that begins so; null if it is none of these.</summary>
    public static FileFormat? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith(JpegMark) ? Jpeg
        : head.StartsWith(PngMark) ? Png
        : head.Length >= 26 && head.StartsWith("BM"u8) && IsBmp(head) ? Bmp
        : IsRiff(head, "WEBP"u8) ? Webp
        : IsRiff(head, "WAVE"u8) ? Wav
        : OfBoxes(head) ?? (head.StartsWith("ID3"u8) || IsMp3Frame(head) ? Mp3 : null);

    /// <summary>What a file is that begins so and is none of these, for people; null if that can't be told.</summary>
    public static string? Other(ReadOnlySpan<byte> head) =>
        head.StartsWith("GIF8"u8) ? "a GIF"
        : head.StartsWith("%PDF"u8) ? "a PDF"
        : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? "a TIFF or a camera's raw image"
        : head.StartsWith(EbmlMark) ? "a WEBM or MKV"
        : head.StartsWith("OggS"u8) ? "an OGG"
        : head.StartsWith("fLaC"u8) ? "a FLAC"
        : head.StartsWith("PK"u8) ? "a ZIP or a document"
        : head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) ? (head[8..11].SequenceEqual("M4A"u8) ? "an M4A" : "a HEIC or AVIF")
        : head.Length >= 2 && head[0] == 0xFF && (head[1] & 0xF6) == 0xF0 ? "an AAC"
        : head.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? "HTML, SVG or XML"
        : null;

    /// <summary>Whether this is a media type of it, without parameters.</summary>
    public bool IsNamed(string mediaType) =>
        MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(mediaType, StringComparer.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> JpegMark => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> EbmlMark => [0x1A, 0x45, 0xDF, 0xA3];

    private static ReadOnlySpan<byte> PngMark => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) => head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(form);

    // Two letters alone begin many a text.
    private static bool IsBmp(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    private static FileFormat? OfBoxes(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
            return null;
        var type = head[4..8];
        if (!type.SequenceEqual("ftyp"u8))
            return type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("wide"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8) ? Mov : null;
        var brand = head[8..12];
        return brand.SequenceEqual("qt  "u8) ? Mov
            : brand.StartsWith("M4A"u8) || brand.StartsWith("he"u8) || brand.StartsWith("mif"u8) || brand.StartsWith("msf"u8) || brand.StartsWith("avi"u8) ? null
            : Mp4;
    }

    // Layer III, and a bit rate and a sample rate that there are: ISO/IEC 11172-3, 2.4.1.3.
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2 && (head[1] & 0x18) != 0x08 && (head[2] & 0xF0) is not (0x00 or 0xF0) && (head[2] & 0x0C) != 0x0C;
}
