namespace Wan.Media.Mp4;

/// <summary>Reads a fragment (<c>moof</c>): what it adds to each track, and that the data are there.</summary>
internal static class Mp4Fragment
{
    public static void Follow(Mp4Window window, Mp4Budget budget, Mp4Box moof, IReadOnlyList<Mp4Track> tracks, Mp4Samples samples)
    {
        foreach (var box in moof.Children(window, budget))
        {
            if (box.Type == "traf")
                FollowTrack(window, budget, moof, box, tracks, samples);
        }
    }

    private static void FollowTrack(
        Mp4Window window, Mp4Budget budget, Mp4Box moof, Mp4Box traf, IReadOnlyList<Mp4Track> tracks, Mp4Samples samples)
    {
        Mp4Track? track = null;
        uint duration = 0, size = 0;
        long origin = moof.Start, next = moof.Start;
        foreach (var box in traf.Children(window, budget))
        {
            if (box.Type == "tfhd")
            {
                var id = window.UInt32(box.Body + 4);
                track = tracks.FirstOrDefault(one => one.Id == id)
                    ?? throw new Mp4FormatException($"A fragment belongs to track {id}, which isn't there.");
                (duration, size) = track.FragmentDefaults;
                ReadHeader(window, box, ref origin, ref duration, ref size);
                next = origin;
            }
            else if (box.Type == "trun" && track is not null)
            {
                next = FollowRun(window, box, track, samples, origin, next, duration, size);
            }
        }
    }

    private static void ReadHeader(Mp4Window window, Mp4Box box, ref long origin, ref uint duration, ref uint size)
    {
        var flags = window.UInt32(box.Body) & 0xFFFFFF;
        var at = box.Body + 8;
        if ((flags & 0x01) != 0)
        {
            origin = (long)Math.Min(window.UInt64(at), long.MaxValue / 2);
            at += 8;
        }

        at += (flags & 0x02) != 0 ? 4 : 0;
        if ((flags & 0x08) != 0)
        {
            duration = window.UInt32(at);
            at += 4;
        }

        if ((flags & 0x10) != 0)
            size = window.UInt32(at);
    }

    private static long FollowRun(
        Mp4Window window, Mp4Box box, Mp4Track track, Mp4Samples samples, long origin, long next, uint duration, uint size)
    {
        var flags = window.UInt32(box.Body) & 0xFFFFFF;
        long count = window.UInt32(box.Body + 4);
        var at = box.Body + 8;
        if ((flags & 0x01) != 0)
        {
            next = origin + (int)window.UInt32(at);
            at += 4;
        }

        at += (flags & 0x04) != 0 ? 4 : 0;
        var ownDuration = (flags & 0x100) != 0;
        var ownSize = (flags & 0x200) != 0;
        var entry = (ownDuration ? 4 : 0) + (ownSize ? 4 : 0) + ((flags & 0x400) != 0 ? 4 : 0) + ((flags & 0x800) != 0 ? 4 : 0);
        if (count * entry > box.End - at)
            throw new Mp4FormatException("A fragment's table is cut off.");

        track.Samples += count;
        if (!ownDuration)
            track.Ticks += (Int128)count * duration;
        if (!ownSize)
            next += samples.At(track, next, count, size);

        for (long i = 0; entry > 0 && i < count; i++, at += entry)
        {
            if (ownDuration)
                track.Ticks += window.UInt32(at);
            if (ownSize)
                next += samples.At(track, next, 1, window.UInt32(at + (ownDuration ? 4 : 0)));
        }

        return next;
    }
}
