namespace Wan.Media.Mp4;

/// <summary>What an MP4 file is by its own index, after everything the index names was found to be there.</summary>
internal sealed record Mp4File
{
    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Whether the frames come in fragments (<c>moof</c>), as a file does that was written while it was made.</summary>
    public required bool Fragmented { get; init; }

    /// <summary>What is no part of a proper file though players read over it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The first video track.</summary>
    public required Mp4Video Video { get; init; }

    /// <summary>The first sound track; null if it is silent.</summary>
    public Mp4Audio? Audio { get; init; }
}

/// <summary>A video track.</summary>
/// <param name="Codec">As the file names it, such as <c>avc1</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Frames">How many pictures.</param>
/// <param name="Duration">Seconds.</param>
internal sealed record Mp4Video(string Codec, int Width, int Height, long Frames, decimal Duration)
{
    /// <summary>Frames per second, to three places.</summary>
    public decimal Fps => Duration == 0 ? 0 : decimal.Round(Frames / Duration, 3);
}

/// <summary>A sound track.</summary>
/// <param name="Codec">As the file names it, such as <c>mp4a</c>.</param>
/// <param name="SampleRate">Hertz.</param>
/// <param name="Duration">Seconds.</param>
internal sealed record Mp4Audio(string Codec, int SampleRate, decimal Duration);
