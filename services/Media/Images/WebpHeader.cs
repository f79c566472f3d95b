namespace Wan.Media.Images;

/// <summary>WEBP (https://developers.google.com/speed/webp/docs/riff_container): the first chunk says how large it is, in one of three ways.</summary>
internal static class WebpHeader
{
    private const int Chunk = 12, Content = Chunk + 8;

    public static ImageSize Read(MediaWindow window)
    {
        if (window.UInt32(4) + 8L > window.Length)
            throw new MediaFormatException($"The file is cut off: it says that it has {window.UInt32(4) + 8L} bytes, and has {window.Length}.");
        if (window.Is(Chunk, "VP8X"u8))
        {
            if ((window.UInt8(Content) & 2) != 0)
                throw new MediaFormatException("It is a WEBP that moves; a picture is wanted.");
            return ImageSize.Of(1 + UInt24(window, Content + 4), 1 + UInt24(window, Content + 7), (window.UInt8(Content) & 0x10) != 0);
        }

        if (window.Is(Chunk, "VP8L"u8) && window.UInt8(Content) == 0x2F)
        {
            var bits = window.UInt32(Content + 1);
            return ImageSize.Of(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF), (bits >> 28 & 1) != 0);
        }

        return window.Is(Chunk, "VP8 "u8) && window.Is(Content + 3, [0x9D, 0x01, 0x2A])
            ? ImageSize.Of(window.UInt16(Content + 6) & 0x3FFF, window.UInt16(Content + 8) & 0x3FFF)
            : throw new MediaFormatException("It begins as a WEBP, and has no picture.");
    }

    private static long UInt24(MediaWindow window, int at) => window.UInt16(at) + (window.UInt8(at + 2) << 16);
}
