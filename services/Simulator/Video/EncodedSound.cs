namespace Wan.Simulator.Video;

/// <summary>A second of AAC-LC without its ADTS headers: frames of 1024 samples, 48 kHz, stereo.</summary>
internal sealed record EncodedSound(IReadOnlyList<byte[]> Frames)
{
    public const int SampleRate = 48_000;

    public const int SamplesPerFrame = 1024;

    /// <summary>Takes an ADTS stream apart (ISO 14496-3, 1.A.2: the frame length is 13 bits from bit 30 on).</summary>
    public static EncodedSound Parse(ReadOnlySpan<byte> stream)
    {
        var frames = new List<byte[]>();
        while (!stream.IsEmpty)
        {
            var header = (stream[1] & 1) == 1 ? 7 : 9;
            var length = ((stream[3] & 3) << 11) | (stream[4] << 3) | (stream[5] >> 5);
            frames.Add(stream[header..length].ToArray());
            stream = stream[length..];
        }

        return new EncodedSound(frames);
    }
}
