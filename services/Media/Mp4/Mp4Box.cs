using System.Collections.Frozen;

namespace Wan.Media.Mp4;

/// <summary>One box (ISO/IEC 14496-12, 4.2): where it starts, where its content starts, where it ends.</summary>
internal readonly record struct Mp4Box(string Type, long Start, long Body, long End)
{
    private const int HeadBytes = 8;

    // What the reader needs, or what is a sign of a cut where it goes on behind the end.
    private static readonly FrozenSet<string> Needed = new[]
    {
        "ftyp", "moov", "moof", "mfra", "free", "skip", "sidx", "styp", "mvex", "trex", "traf", "tfhd", "trun", "trak", "tkhd", "mdia", "mdhd", "hdlr",
        "minf", "stbl", "stsd", "stts", "stsz", "stsc", "stco", "co64", "mdat",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// The boxes between two places, one after the other. Players stop at the first bytes that are no box and play what they have by then; so
    /// does this, and notes it.
    /// </summary>
    /// <param name="window">The file.</param>
    /// <param name="budget">Every box is charged to it.</param>
    /// <param name="from">Where the first one starts.</param>
    /// <param name="to">Where the last one ends.</param>
    /// <param name="isFile">Whether it is the file itself; inside a box a few bytes of padding are customary.</param>
    /// <exception cref="Mp4FormatException">A box that is needed goes on behind the end.</exception>
    public static IEnumerable<Mp4Box> Walk(Mp4Window window, Mp4Budget budget, long from, long to, bool isFile = false)
    {
        for (var at = from; at < to;)
        {
            budget.Box();
            if (ReadHead(window, budget, at, to) is not { } box)
            {
                if (isFile || to - at >= HeadBytes)
                    budget.Note($"{to - at} bytes at byte {at} are no box; they are left alone.");
                yield break;
            }

            yield return box;
            at = box.End;
        }
    }

    /// <summary>The boxes inside it.</summary>
    public IEnumerable<Mp4Box> Children(Mp4Window window, Mp4Budget budget, int skip = 0) => Walk(window, budget, Body + skip, End);

    private static Mp4Box? ReadHead(Mp4Window window, Mp4Budget budget, long at, long to)
    {
        if (to - at < HeadBytes)
            return null;
        ulong size = window.UInt32(at);
        var type = window.FourCc(at + 4);
        var isNeeded = Needed.Contains(type);
        var head = HeadBytes;
        if (size == 1 && to - at >= 2 * HeadBytes)
        {
            size = window.UInt64(at + HeadBytes);
            head = 2 * HeadBytes;
        }
        else if (size == 0 && isNeeded)
        {
            size = (ulong)(to - at); // It ends where all ends. Zeros, which name no type, are padding.
        }

        if (size > (ulong)(to - at) && type == "mdat")
        {
            budget.Note($"Box 'mdat' at byte {at} says that it has {size} bytes, and only {to - at} are there.");
            size = (ulong)(to - at); // Whether a frame is missing is seen when the index is followed.
        }

        if (size >= (ulong)head && size <= (ulong)(to - at))
            return new Mp4Box(type, at, at + head, at + (long)size);
        return size > (ulong)(to - at) && isNeeded
            ? throw new Mp4FormatException($"The file is cut off: box '{type}' at byte {at} has {size} bytes, and only {to - at} are there.")
            : null;
    }
}
