namespace Wan.Media.Images;

/// <summary>JPEG (ITU-T T.81, annex B): segments up to the picture's data, and the mark of its end behind them.</summary>
internal static class JpegHeader
{
    private const int StartOfScan = 0xDA, EndOfImage = 0xD9;

    private static ReadOnlySpan<byte> End => [0xFF, EndOfImage];

    public static ImageSize Read(MediaWindow window)
    {
        ImageSize? size = null;
        long at = 2;
        while (true)
        {
            if (window.UInt8(at) != 0xFF)
                throw new MediaFormatException($"A segment should begin at byte {at}.");
            var marker = window.UInt8(at + 1);
            if (marker is 0xFF)
            {
                at++; // Filling.
            }
            else if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += 2; // Stands alone.
            }
            else if (marker == EndOfImage)
            {
                throw new MediaFormatException("It ends before its picture.");
            }
            else if (marker == StartOfScan)
            {
                break;
            }
            else
            {
                if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                    size ??= ImageSize.Of(window.UInt16Big(at + 7), window.UInt16Big(at + 5));
                at += 2 + Math.Max(2, window.UInt16Big(at + 2));
            }
        }

        return size is null ? throw new MediaFormatException("It does not say how large its picture is.")
            : HasEnd(window, at) ? size.Value
            : throw new MediaFormatException("The file is cut off: the end of its picture is missing.");
    }

    // From behind: other data may follow the picture, and in its own data the two bytes don't occur.
    private static bool HasEnd(MediaWindow window, long from)
    {
        const int Block = 2048;
        for (var end = window.Length; end > from + 1; end -= Block - 1)
        {
            var begin = Math.Max(from, end - Block);
            if (window.Bytes(begin, (int)(end - begin)).LastIndexOf(End) >= 0)
                return true;
        }

        return false;
    }
}
