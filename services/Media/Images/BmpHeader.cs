namespace Wan.Media.Images;

/// <summary>BMP: a head, a head of the picture, and rows of pixels (https://learn.microsoft.com/windows/win32/gdi/bitmap-storage).</summary>
internal static class BmpHeader
{
    public static ImageSize Read(MediaWindow window)
    {
        var isOld = window.UInt32(14) == 12;
        long width = isOld ? window.UInt16(18) : (int)window.UInt32(18);
        long height = isOld ? window.UInt16(20) : Math.Abs((long)(int)window.UInt32(22)); // Below zero it stands upright.
        var (bits, compression) = isOld ? (window.UInt16(24), 0) : (window.UInt16(28), window.UInt32(30));
        var size = ImageSize.Of(width, height, bits == 32 && compression == 3);
        if (compression is 0 or 3 && window.UInt32(10) + (((Int128)size.Width * bits) + 31) / 32 * 4 * size.Height > window.Length)
            throw new MediaFormatException($"The file is cut off: its head claims {width} x {height} pixels, and it has {window.Length} bytes.");
        return size;
    }
}
