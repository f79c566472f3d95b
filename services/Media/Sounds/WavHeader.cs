namespace Wan.Media.Sounds;

/// <summary>WAV: chunks of which one says how many bytes a second has, and another one has them.</summary>
internal static class WavHeader
{
    // What is written while it is recorded says so where its length would stand.
    private const uint Unknown = uint.MaxValue;

    private const int MostChunks = 10_000;

    public static decimal Seconds(MediaWindow window)
    {
        uint bytesPerSecond = 0;
        var at = 12L;
        for (var chunk = 0; chunk < MostChunks; chunk++)
        {
            var size = window.UInt32(at + 4);
            if (window.Is(at, "fmt "u8))
                bytesPerSecond = window.UInt32(at + 16);
            if (window.Is(at, "data"u8))
            {
                var there = window.Length - at - 8;
                if (size is not (0 or Unknown) && size > there)
                    throw new MediaFormatException($"The file is cut off: it says that it has {size} bytes of sound, and has {there}.");
                return bytesPerSecond == 0 ? throw new MediaFormatException("It does not say how fast its sound is.") : (size is 0 or Unknown ? there : size) / (decimal)bytesPerSecond;
            }

            at += 8 + size + (size & 1);
        }

        throw new MediaFormatException("It has no sound.");
    }
}
