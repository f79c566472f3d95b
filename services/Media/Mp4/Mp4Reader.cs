namespace Wan.Media.Mp4;

/// <summary>
/// Reads what an MP4 file is, and whether it is whole: every box ends inside the file, and every frame and piece of sound that the
/// index names is there (ISO/IEC 14496-12). The index may stand first or last or be spread over fragments; padding and unknown bytes that
/// players read over are only noted. Memory is a few kilobytes, time is bounded, whatever the bytes are.
/// </summary>
internal static class Mp4Reader
{
    /// <summary>Reads a file.</summary>
    /// <param name="stream">Must be seekable. Its position is moved.</param>
    /// <returns>What it is, or why it is no whole MP4 file.</returns>
    public static Mp4Reading Read(Stream stream)
    {
        try
        {
            return new Mp4Reading(ReadFile(stream), null);
        }
        catch (Mp4FormatException problem)
        {
            return new Mp4Reading(null, problem.Message);
        }
    }

    private static Mp4File ReadFile(Stream stream)
    {
        var budget = new Mp4Budget();
        var window = new Mp4Window(stream, budget);
        var media = new List<Mp4Box>();
        var fragments = new List<Mp4Box>();
        Mp4Box? movie = null;
        var named = false;
        foreach (var box in Mp4Box.Walk(window, budget, 0, window.Length, isFile: true))
        {
            named |= box.Type == "ftyp";
            if (box.Type == "moov")
                movie ??= box;
            else if (box.Type == "mdat")
                media.Add(box);
            else if (box.Type == "moof")
                fragments.Add(box);
        }

        if (movie is null)
        {
            throw new Mp4FormatException(
                window.Length == 0 ? "It is empty."
                : named ? "The file is cut off: it has no index ('moov')."
                : "It is no MP4 file: it has neither a name ('ftyp') nor an index ('moov').");
        }

        if (!named)
            budget.Note("It doesn't say what kind of file it is ('ftyp').");

        var tracks = Mp4Movie.ReadTracks(window, budget, movie.Value);
        var samples = new Mp4Samples(stream, budget, media);
        foreach (var track in tracks.Where(track => track.Handler is "vide" or "soun")) // Players play nothing else.
            samples.Follow(track);
        foreach (var fragment in fragments)
            Mp4Fragment.Follow(window, budget, fragment, tracks, samples);

        return new Mp4File
        {
            Length = window.Length,
            Fragmented = fragments.Count > 0,
            Notes = budget.Notes,
            Video = Video(tracks),
            Audio = Audio(tracks),
        };
    }

    private static Mp4Video Video(List<Mp4Track> tracks)
    {
        var track = tracks.FirstOrDefault(track => track.Handler == "vide") ?? throw new Mp4FormatException("It has no video track.");
        return track is { Samples: > 0, Seconds: > 0, Width: > 0, Height: > 0, Codec: { } codec }
            ? new Mp4Video(codec, track.Width, track.Height, track.Samples, track.Seconds)
            : throw new Mp4FormatException("Its video track is empty.");
    }

    private static Mp4Audio? Audio(List<Mp4Track> tracks) =>
        tracks.FirstOrDefault(track => track is { Handler: "soun", Samples: > 0 }) is { } track
            ? new Mp4Audio(track.Codec ?? "", track.SampleRate, track.Seconds)
            : null;
}

/// <summary>What reading a file came to: one of the two is null.</summary>
/// <param name="File">What it is.</param>
/// <param name="Problem">Why it is no whole MP4 file, a sentence.</param>
internal sealed record Mp4Reading(Mp4File? File, string? Problem);
