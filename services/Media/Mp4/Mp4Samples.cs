namespace Wan.Media.Mp4;

/// <summary>
/// Follows the tables to every sample (a frame, or a piece of sound) and sees that it is there: inside the media data, and for
/// H.264 and H.265 made of whole NAL units, which a hole or a wrong byte in their lengths breaks.
/// </summary>
internal sealed class Mp4Samples(Stream stream, Mp4Budget budget, IReadOnlyList<Mp4Box> media)
{
    private readonly Mp4Window data = new(stream, budget);
    private readonly Mp4Window sizes = new(stream, budget);
    private readonly Mp4Window chunks = new(stream, budget);
    private readonly Mp4Window runs = new(stream, budget);
    private long claimed;

    /// <summary>The samples that the index itself lists.</summary>
    public void Follow(Mp4Track track)
    {
        if (track is not { SampleSizes: { } sizeBox, TimeToSample: { } timeBox, ChunkOffsets: { } chunkBox, SampleToChunk: { } runBox })
            return;

        var constant = sizes.UInt32(sizeBox.Body + 4);
        long count = sizes.UInt32(sizeBox.Body + 8);
        if (constant == 0)
            MustHold(sizeBox, 12, count, 4);

        var wide = chunkBox.Type == "co64";
        long chunkCount = chunks.UInt32(chunkBox.Body + 4);
        MustHold(chunkBox, 8, chunkCount, wide ? 8 : 4);
        long runCount = runs.UInt32(runBox.Body + 4);
        MustHold(runBox, 8, runCount, 12);

        long sample = 0, run = -1, perChunk = 0;
        for (long chunk = 0; chunk < chunkCount; chunk++)
        {
            while (run + 1 < runCount && runs.UInt32(runBox.Body + 8 + (run + 1) * 12) <= chunk + 1)
                perChunk = runs.UInt32(runBox.Body + 8 + ++run * 12 + 4);

            var at = wide ? (long)Math.Min(chunks.UInt64(chunkBox.Body + 8 + chunk * 8), long.MaxValue) : chunks.UInt32(chunkBox.Body + 8 + chunk * 4);
            if (perChunk > count - sample)
                throw new Mp4FormatException("Its chunks name more samples than its table of sizes.");

            if (constant != 0)
            {
                At(track, at, perChunk, constant);
            }
            else
            {
                for (long i = 0; i < perChunk; i++)
                {
                    var size = sizes.UInt32(sizeBox.Body + 12 + (sample + i) * 4);
                    At(track, at, 1, size);
                    at += size;
                }
            }

            sample += perChunk;
        }

        if (sample != count)
            throw new Mp4FormatException($"Its index places {sample} of {count} samples.");

        track.Samples += count;
        track.Ticks += Ticks(timeBox, count);
    }

    /// <summary>So many samples of one size, one after the other, at a place of the file.</summary>
    /// <returns>Their bytes.</returns>
    public long At(Mp4Track track, long start, long count, long sampleSize)
    {
        // Both are below 2^32: their product has room in 128 bits only.
        if ((Int128)count * sampleSize > data.Length - claimed)
            throw new Mp4FormatException("Its index claims more bytes than the file has.");

        var bytes = count * sampleSize;
        claimed += bytes;
        if (bytes == 0)
            return 0;
        if (!IsMedia(start, bytes))
            throw new Mp4FormatException($"The file is cut off or mixed up: {bytes} bytes at {start} should be media data.");

        if (track is { Handler: "vide", NalLengthBytes: > 0 })
        {
            for (var at = start; at < start + bytes && budget.MayCheck(); at += sampleSize)
                MustBeWholeUnits(at, at + sampleSize, track.NalLengthBytes);
        }

        return bytes;
    }

    private void MustBeWholeUnits(long at, long end, int lengthBytes)
    {
        while (at < end)
        {
            long length = 0;
            for (var i = 0; i < lengthBytes && at < end; i++)
                length = length << 8 | (uint)data.UInt8(at++);

            // The first bit of a unit is always 0 (ITU-T H.264, 7.3.1; H.265, 7.3.1.2).
            if (length == 0 || length > end - at || data.UInt8(at) >= 0x80)
                throw new Mp4FormatException($"A frame's data are damaged at byte {at}.");
            at += length;
        }
    }

    private bool IsMedia(long start, long bytes)
    {
        int low = 0, high = media.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (start >= media[middle].End)
                low = middle + 1;
            else if (start < media[middle].Body)
                high = middle - 1;
            else
                return bytes <= media[middle].End - start;
        }

        return false;
    }

    private Int128 Ticks(Mp4Box box, long count)
    {
        long entries = runs.UInt32(box.Body + 4);
        MustHold(box, 8, entries, 8);

        long samples = 0;
        Int128 ticks = 0;
        for (long i = 0; i < entries; i++)
        {
            var number = runs.UInt32(box.Body + 8 + i * 8);
            samples += number;
            ticks += (Int128)number * runs.UInt32(box.Body + 12 + i * 8);
        }

        return samples == count ? ticks : throw new Mp4FormatException($"Its index times {samples} of {count} samples.");
    }

    private static void MustHold(Mp4Box box, int head, long entries, int entrySize)
    {
        if (entries * entrySize > box.End - box.Body - head)
            throw new Mp4FormatException($"Table '{box.Type}' is cut off.");
    }
}
