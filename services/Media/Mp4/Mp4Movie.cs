namespace Wan.Media.Mp4;

/// <summary>Reads the index (<c>moov</c>): which tracks there are and where their tables stand.</summary>
internal static class Mp4Movie
{
    private const int MostTracks = 64;

    // mdia, minf, stbl: no file nests deeper, and a made-up one must not use up the stack.
    private const int MostLevels = 3;

    public static List<Mp4Track> ReadTracks(Mp4Window window, Mp4Budget budget, Mp4Box movie)
    {
        var tracks = new List<Mp4Track>();
        var defaults = new Dictionary<uint, (uint, uint)>();
        foreach (var box in movie.Children(window, budget))
        {
            if (box.Type == "trak" && tracks.Count < MostTracks)
                tracks.Add(ReadTrack(window, budget, box));
            else if (box.Type == "mvex")
                ReadFragmentDefaults(window, budget, box, defaults);
        }

        foreach (var track in tracks)
            track.FragmentDefaults = defaults.GetValueOrDefault(track.Id);
        return tracks;
    }

    private static Mp4Track ReadTrack(Mp4Window window, Mp4Budget budget, Mp4Box box)
    {
        var track = new Mp4Track();
        Descend(box, MostLevels);
        return track;

        void Descend(Mp4Box parent, int levels)
        {
            foreach (var child in parent.Children(window, budget))
            {
                switch (child.Type)
                {
                    case "mdia" or "minf" or "stbl":
                        if (levels == 0)
                            throw new Mp4FormatException("Its boxes are nested deeper than those of any video.");
                        Descend(child, levels - 1);
                        break;
                    case "tkhd":
                        track.Id = window.UInt32(child.Body + (IsLong(window, child) ? 20 : 12));
                        break;
                    case "mdhd":
                        track.Timescale = window.UInt32(child.Body + (IsLong(window, child) ? 20 : 12));
                        break;
                    case "hdlr":
                        // In QuickTime's layout a second handler, of the data, stands in minf; the media's own comes first.
                        if (track.Handler.Length == 0)
                            track.Handler = window.FourCc(child.Body + 8);
                        break;
                    case "stsd":
                        ReadDescription(window, budget, child, track);
                        break;
                    case "stts":
                        track.TimeToSample = child;
                        break;
                    case "stsz":
                        track.SampleSizes = child;
                        break;
                    case "stsc":
                        track.SampleToChunk = child;
                        break;
                    case "stco" or "co64":
                        track.ChunkOffsets = child;
                        break;
                }
            }
        }
    }

    private static bool IsLong(Mp4Window window, Mp4Box box) => window.UInt8(box.Body) == 1;

    private static void ReadDescription(Mp4Window window, Mp4Budget budget, Mp4Box box, Mp4Track track)
    {
        foreach (var entry in box.Children(window, budget, skip: 8).Take(1))
        {
            track.Codec = entry.Type;
            if (track.Handler == "vide")
            {
                track.Width = window.UInt16(entry.Body + 24);
                track.Height = window.UInt16(entry.Body + 26);
                foreach (var setup in entry.Children(window, budget, skip: 78))
                {
                    if (setup.Type == "avcC")
                        track.NalLengthBytes = (window.UInt8(setup.Body + 4) & 3) + 1;
                    else if (setup.Type == "hvcC")
                        track.NalLengthBytes = (window.UInt8(setup.Body + 21) & 3) + 1;
                }
            }
            else if (track.Handler == "soun")
            {
                track.SampleRate = window.UInt16(entry.Body + 24);
            }
        }
    }

    private static void ReadFragmentDefaults(Mp4Window window, Mp4Budget budget, Mp4Box box, Dictionary<uint, (uint, uint)> defaults)
    {
        foreach (var child in box.Children(window, budget))
        {
            if (child.Type == "trex")
                defaults[window.UInt32(child.Body + 4)] = (window.UInt32(child.Body + 12), window.UInt32(child.Body + 16));
        }
    }
}
