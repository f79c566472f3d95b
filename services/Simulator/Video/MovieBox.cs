namespace Wan.Simulator.Video;

/// <summary>The <c>moov</c> box: one picture track and, if there is sound, one sound track (ISO 14496-12, 14496-14, 14496-15).</summary>
internal static class MovieBox
{
    private const int MovieTimescale = 1000;
    private const int PictureTimescale = 90_000;

    /// <param name="media">The samples.</param>
    /// <param name="mediaOffset">Where in the file the first of them lies.</param>
    public static byte[] Write(MediaLayout media, long mediaOffset) => new BoxWriter().Box("moov", moov =>
    {
        moov.FullBox("mvhd", 0, box => box
            .Zeros(8).UInt32(MovieTimescale).UInt32((long)Math.Round(Seconds(media.Shape) * MovieTimescale))
            .UInt32(0x10000).UInt16(0x100).Zeros(10).Matrix().Zeros(24).UInt32(media.Shape.Sound ? 3 : 2));
        PictureTrack(moov, media, mediaOffset);
        if (media.Shape.Sound)
            SoundTrack(moov, media, mediaOffset);
    }).ToArray();

    private static void PictureTrack(BoxWriter moov, MediaLayout media, long mediaOffset) => moov.Box("trak", trak =>
    {
        var shape = media.Shape;
        var chunks = media.PictureChunks.ToList();
        var samples = chunks.Sum(chunk => chunk.Samples.Count);
        var delta = PictureTimescale / shape.Fps;
        TrackHeader(trak, 1, Seconds(shape), 0, shape.Width, shape.Height);
        Media(trak, PictureTimescale, (long)samples * delta, "vide", "VideoHandler",
            minf => minf.FullBox("vmhd", 1, box => box.Zeros(8)),
            stbl =>
            {
                stbl.FullBox("stsd", 0, box => box.UInt32(1).Box("avc1", avc1 => PictureEntry(avc1, media.Pictures)));
                stbl.FullBox("stts", 0, box => box.UInt32(1).UInt32(samples).UInt32(delta));
                stbl.FullBox("stss", 0, box =>
                {
                    box.UInt32(chunks.Count);
                    for (var i = 0; i < chunks.Count; i++)
                        box.UInt32((i * shape.Fps) + 1);
                });
                SampleTables(stbl, chunks, mediaOffset);
            });
    });

    private static void SoundTrack(BoxWriter moov, MediaLayout media, long mediaOffset) => moov.Box("trak", trak =>
    {
        var chunks = media.SoundChunks.ToList();
        var frames = chunks.Sum(chunk => chunk.Samples.Count);
        TrackHeader(trak, 2, frames * (double)EncodedSound.SamplesPerFrame / EncodedSound.SampleRate, 0x100, 0, 0);
        Media(trak, EncodedSound.SampleRate, (long)frames * EncodedSound.SamplesPerFrame, "soun", "SoundHandler",
            minf => minf.FullBox("smhd", 0, box => box.Zeros(4)),
            stbl =>
            {
                stbl.FullBox("stsd", 0, box => box.UInt32(1).Box("mp4a", SoundEntry));
                stbl.FullBox("stts", 0, box => box.UInt32(1).UInt32(frames).UInt32(EncodedSound.SamplesPerFrame));
                SampleTables(stbl, chunks, mediaOffset);
            });
    });

    private static void TrackHeader(BoxWriter trak, int id, double seconds, int volume, int width, int height) =>
        trak.FullBox("tkhd", 3, box => box
            .Zeros(8).UInt32(id).Zeros(4).UInt32((long)(seconds * MovieTimescale)).Zeros(8)
            .Zeros(4).UInt16(volume).Zeros(2).Matrix().UInt32((long)width << 16).UInt32((long)height << 16));

    private static void Media(
        BoxWriter trak, int timescale, long duration, string handler, string name, Action<BoxWriter> header, Action<BoxWriter> tables) =>
        trak.Box("mdia", mdia => mdia
            .FullBox("mdhd", 0, box => box.Zeros(8).UInt32(timescale).UInt32(duration).UInt16(0x55C4).Zeros(2))
            .FullBox("hdlr", 0, box => box.Zeros(4).Ascii(handler).Zeros(12).Ascii(name).UInt8(0))
            .Box("minf", minf =>
            {
                header(minf);
                minf.Box("dinf", dinf => dinf.FullBox("dref", 0, dref => dref.UInt32(1).FullBox("url ", 1, _ => { })));
                minf.Box("stbl", tables);
            }));

    private static void PictureEntry(BoxWriter avc1, EncodedPictures pictures) => avc1
        .Zeros(6).UInt16(1).Zeros(16).UInt16(pictures.Width).UInt16(pictures.Height)
        .UInt32(0x480000).UInt32(0x480000).Zeros(4).UInt16(1).Zeros(32).UInt16(24).UInt16(0xFFFF)
        .Box("avcC", avcC => avcC
            .UInt8(1).Bytes(pictures.Sps.AsSpan(1, 3)).UInt8(0xFF)
            .UInt8(0xE1).UInt16(pictures.Sps.Length).Bytes(pictures.Sps)
            .UInt8(1).UInt16(pictures.Pps.Length).Bytes(pictures.Pps));

    private static void SoundEntry(BoxWriter mp4a) => mp4a
        .Zeros(6).UInt16(1).Zeros(8).UInt16(2).UInt16(16).Zeros(4).UInt32((long)EncodedSound.SampleRate << 16)
        .FullBox("esds", 0, esds => esds
            .UInt8(3).UInt8(25).UInt16(2).UInt8(0)
            .UInt8(4).UInt8(17).UInt8(0x40).UInt8(0x15).Zeros(3).UInt32(64_000).UInt32(64_000)
            // AudioSpecificConfig: AAC-LC (2), 48 kHz (3), 2 channels.
            .UInt8(5).UInt8(2).UInt16((2 << 11) | (3 << 7) | (2 << 3))
            .UInt8(6).UInt8(1).UInt8(2));

    private static void SampleTables(BoxWriter stbl, List<Chunk> chunks, long mediaOffset)
    {
        stbl.FullBox("stsc", 0, box =>
        {
            box.UInt32(chunks.Count);
            for (var i = 0; i < chunks.Count; i++)
                box.UInt32(i + 1).UInt32(chunks[i].Samples.Count).UInt32(1);
        });
        stbl.FullBox("stsz", 0, box =>
        {
            box.UInt32(0).UInt32(chunks.Sum(chunk => chunk.Samples.Count));
            foreach (var sample in chunks.SelectMany(chunk => chunk.Samples))
                box.UInt32(sample.Length);
        });
        stbl.FullBox("stco", 0, box =>
        {
            box.UInt32(chunks.Count);
            foreach (var chunk in chunks)
                box.UInt32(mediaOffset + chunk.Offset);
        });
    }

    // As long as its whole pictures.
    private static double Seconds(VideoShape shape) => (double)shape.Pictures / shape.Fps;

    private static BoxWriter Matrix(this BoxWriter box) => box
        .UInt32(0x10000).Zeros(12).UInt32(0x10000).Zeros(12).UInt32(0x40000000);
}
