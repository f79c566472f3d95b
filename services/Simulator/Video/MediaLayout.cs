namespace Wan.Simulator.Video;

/// <summary>Samples of one track that lie together in the file.</summary>
internal sealed record Chunk(bool IsSound, IReadOnlyList<byte[]> Samples, long Offset);

/// <summary>Which samples a video has and where they lie: a second of pictures, the sound that belongs to it, the next second.</summary>
internal sealed record MediaLayout(VideoShape Shape, EncodedPictures Pictures, IReadOnlyList<Chunk> Chunks, long Length)
{
    public IEnumerable<Chunk> PictureChunks => Chunks.Where(chunk => !chunk.IsSound);

    public IEnumerable<Chunk> SoundChunks => Chunks.Where(chunk => chunk.IsSound);

    public static MediaLayout Of(VideoShape shape)
    {
        var pictures = FrameLibrary.Pictures(shape.Width, shape.Height);
        var chunks = new List<Chunk>();
        var length = 0L;
        var soundFrames = 0;
        for (var made = 0; made < shape.Pictures;)
        {
            var part = pictures.Samples.Take(Math.Min(shape.Fps, shape.Pictures - made)).ToList();
            made += part.Count;
            Add(false, part);
            if (shape.Sound)
                Add(true, SoundUpTo((double)made / shape.Fps));
        }

        return new MediaLayout(shape, pictures, chunks, length);

        void Add(bool isSound, IReadOnlyList<byte[]> samples)
        {
            chunks.Add(new Chunk(isSound, samples, length));
            length += samples.Sum(sample => (long)sample.Length);
        }

        // Rounded down: the sound never outlasts the pictures, and ends less than a picture before them.
        byte[][] SoundUpTo(double seconds)
        {
            var frames = FrameLibrary.Sound.Frames;
            var first = soundFrames;
            soundFrames = (int)(seconds * EncodedSound.SampleRate / EncodedSound.SamplesPerFrame);
            return [.. Enumerable.Range(first, soundFrames - first).Select(frame => frames[frame % frames.Count])];
        }
    }
}
