namespace Wan.Media.Images;

/// <summary>PNG (https://www.w3.org/TR/png-3/): a head, and chunks to the one that says that it is the end.</summary>
internal static class PngHeader
{
    public static ImageSize Read(MediaWindow window)
    {
        const int First = 8;
        if (window.UInt32Big(First) != 13 || !window.Is(First + 4, "IHDR"u8))
            throw new MediaFormatException("It begins as a PNG, and has no head.");
        var hasAlpha = (window.UInt8(First + 17) & 4) != 0;
        for (long at = First; ; at += 12L + window.UInt32Big(at))
        {
            hasAlpha |= window.Is(at + 4, "tRNS"u8);
            if (!window.Is(at + 4, "IEND"u8))
                continue;
            _ = window.UInt32Big(at + 8); // Its check sum is the last that there is.
            return ImageSize.Of(window.UInt32Big(First + 8), window.UInt32Big(First + 12), hasAlpha);
        }
    }
}
