namespace Wan.Media.Mp4;

/// <summary>A track while the file is read.</summary>
internal sealed class Mp4Track
{
    public uint Id { get; set; }

    /// <summary><c>vide</c>, <c>soun</c> or something else.</summary>
    public string Handler { get; set; } = "";

    /// <summary>Ticks a second.</summary>
    public uint Timescale { get; set; }

    public string? Codec { get; set; }

    public int Width { get; set; }

    public int Height { get; set; }

    public int SampleRate { get; set; }

    /// <summary>Bytes of the length before each NAL unit; 0 if the codec has none.</summary>
    public int NalLengthBytes { get; set; }

    public long Samples { get; set; }

    public Int128 Ticks { get; set; }

    /// <summary>What a fragment's samples last and weigh if it doesn't say (<c>trex</c>).</summary>
    public (uint Duration, uint Size) FragmentDefaults { get; set; }

    public Mp4Box? TimeToSample { get; set; }

    public Mp4Box? SampleSizes { get; set; }

    public Mp4Box? SampleToChunk { get; set; }

    public Mp4Box? ChunkOffsets { get; set; }

    public decimal Seconds => Timescale == 0 || Ticks > long.MaxValue ? 0 : decimal.Round((decimal)(long)Ticks / Timescale, 6);
}
