namespace Wan.Media.Sounds;

/// <summary>MP3: a tag, and frames one after the other, each of which says how long it is (ISO/IEC 11172-3, 2.4; 13818-3).</summary>
internal static class Mp3Frames
{
    // Some programs leave room behind the tag.
    private const int LongestGap = 64 * 1024;

    private static readonly int[] KilobitsOfVersion1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] KilobitsOfVersion2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] Rates = [44100, 48000, 32000];

    public static decimal Seconds(MediaWindow window)
    {
        var at = First(window);
        decimal seconds = 0;
        while (Frame(window, at) is var (length, ofFrame))
        {
            seconds += ofFrame;
            at += length;
        }

        return seconds;
    }

    private static long First(MediaWindow window)
    {
        var at = window.Is(0, "ID3"u8) ? 10L + (SyncSafe(window, 6)) + ((window.UInt8(5) & 0x10) != 0 ? 10 : 0) : 0;
        for (var gap = 0; gap < LongestGap && at + 4 <= window.Length; gap++, at++)
        {
            // Two in a row: one alone may be chance.
            if (Frame(window, at) is var (length, _) && Frame(window, at + length) is not null)
                return at;
        }

        throw new MediaFormatException("It has no sound, or is cut off before it.");
    }

    private static (int Length, decimal Seconds)? Frame(MediaWindow window, long at)
    {
        if (at + 4 > window.Length)
            return null;
        var head = window.UInt32Big(at);
        int version = (int)(head >> 19) & 3, bitRate = (int)(head >> 12) & 15, rate = (int)(head >> 10) & 3;
        if (head >> 21 != 0x7FF || version == 1 || ((head >> 17) & 3) != 1 || bitRate is 0 or 15 || rate == 3)
            return null;
        var isFirst = version == 3;
        var hertz = Rates[rate] >> (isFirst ? 0 : version == 2 ? 1 : 2);
        var bits = (isFirst ? KilobitsOfVersion1 : KilobitsOfVersion2)[bitRate] * 1000;
        var samples = isFirst ? 1152 : 576;
        return ((samples / 8 * bits / hertz) + (int)((head >> 9) & 1), (decimal)samples / hertz);
    }

    // Seven bits of each byte: https://id3.org/id3v2.4.0-structure, 6.2.
    private static long SyncSafe(MediaWindow window, int at) =>
        ((long)window.UInt8(at) << 21) | ((long)window.UInt8(at + 1) << 14) | ((long)window.UInt8(at + 2) << 7) | (uint)window.UInt8(at + 3);
}
