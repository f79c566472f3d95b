namespace Wan.Archiver.Mp4;

/// <summary>One box (ISO/IEC 14496-12, 4.2): where it starts, where its content starts, where it ends.</summary>
internal readonly record struct Mp4Box(string Type, long Start, long Body, long End)
{
    /// <summary>The boxes between two places, one after the other.</summary>
    /// <param name="window">The file.</param>
    /// <param name="budget">Every box is charged to it.</param>
    /// <param name="from">Where the first one starts.</param>
    /// <param name="to">Where the last one must have ended.</param>
    /// <param name="strict">Whether a rest too short for a box is an error; in a container it is padding.</param>
    public static IEnumerable<Mp4Box> Walk(Mp4Window window, Mp4Budget budget, long from, long to, bool strict = false)
    {
        for (var at = from; at < to;)
        {
            if (to - at < 8)
            {
                if (strict)
                    throw new Mp4FormatException($"The file is cut off: {to - at} bytes at its end are no box.");
                yield break;
            }

            budget.Box();
            var box = ReadHeader(window, at, to);
            yield return box;
            at = box.End;
        }
    }

    /// <summary>The boxes inside it.</summary>
    public IEnumerable<Mp4Box> Children(Mp4Window window, Mp4Budget budget, int skip = 0) => Walk(window, budget, Body + skip, End);

    private static Mp4Box ReadHeader(Mp4Window window, long at, long to)
    {
        ulong size = window.UInt32(at);
        var type = window.FourCc(at + 4);
        if (type.Any(letter => letter is < ' ' or > '~' and not '©'))
            throw new Mp4FormatException($"There is something at byte {at} that is no box.");

        var header = 8;
        if (size == 1)
        {
            if (to - at < 16)
                throw new Mp4FormatException($"The file is cut off in the head of box '{type}' at byte {at}.");
            size = window.UInt64(at + 8);
            header = 16;
        }
        else if (size == 0)
        {
            size = (ulong)(to - at);
        }

        if (size < (ulong)header)
            throw new Mp4FormatException($"Box '{type}' at byte {at} is shorter than its own head.");
        if (size > (ulong)(to - at))
            throw new Mp4FormatException($"The file is cut off: box '{type}' at byte {at} has {size} bytes, and only {to - at} are there.");

        return new Mp4Box(type, at, at + header, at + (long)size);
    }
}
