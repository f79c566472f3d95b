using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Wan.Simulator.Video;

namespace Wan.Simulator.Tests;

public sealed class VideoTests
{
    public static TheoryData<string, string, int, int, int, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, string, int, int, int, bool>
            {
                { "wan2.7-r2v", """{"resolution":"720P","ratio":"16:9","duration":2}""", 1280, 720, 2, true },
                { "wan2.7-r2v", """{"resolution":"720P","ratio":"9:16","duration":3}""", 720, 1280, 3, true },
                { "wan2.7-r2v", """{"resolution":"720P","ratio":"1:1","duration":2}""", 960, 960, 2, true },
                { "wan2.7-r2v", """{"resolution":"720P","ratio":"4:3","duration":2}""", 1104, 832, 2, true },
                { "wan2.7-r2v", """{"resolution":"720P","ratio":"3:4","duration":15}""", 832, 1104, 15, true },
                { "wan2.7-r2v", """{"ratio":"16:9","duration":10}""", 1920, 1080, 10, true },
                { "wan2.7-r2v", """{"ratio":"9:16","duration":2}""", 1080, 1920, 2, true },
                { "wan2.7-r2v", """{"ratio":"1:1","duration":2}""", 1440, 1440, 2, true },
                { "wan2.7-r2v", """{"ratio":"4:3","duration":2}""", 1648, 1248, 2, true },
                { "wan2.7-r2v", """{"ratio":"3:4","duration":2}""", 1248, 1648, 2, true },
                { "wan2.6-r2v", """{"audio":false}""", 1920, 1080, 5, true },
                { "wan2.6-r2v-flash", """{"size":"1280*720","audio":false,"duration":7}""", 1280, 720, 7, false },
            };
            foreach (var (width, height) in new[] { (1088, 832), (832, 1088), (1632, 1248), (1248, 1632) })
                shapes.Add("wan2.6-r2v-flash", $$"""{"size":"{{width}}*{{height}}","duration":2}""", width, height, 2, true);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_video_has_the_pixels_the_length_and_the_sound_asked_for(string model, string parameters, int width, int height, int seconds, bool sound)
    {
        var bytes = await VideoAsync(Body(model, parameters));

        var file = Mp4.Read(bytes);

        file.Select(box => box.Type).ShouldBe(["ftyp", "moov", "uuid", "mdat"]);
        var moov = file[1];
        (moov["mvhd"].Number(16) / (double)moov["mvhd"].Number(12)).ShouldBe(seconds);
        var tracks = moov.Tracks.ToList();
        tracks.Select(track => track["mdia/hdlr"].Text(8, 4)).ShouldBe(sound ? ["vide", "soun"] : ["vide"]);
        ShouldBePictures(tracks[0], bytes, width, height, seconds);
        if (sound)
            ShouldBeSound(tracks[1], seconds);

        // Together the samples are all of the media data, none twice and none left out.
        var samples = tracks.SelectMany(track => track.Samples()).OrderBy(sample => sample.Offset).ToList();
        samples[0].Offset.ShouldBe(file[3].Start + 8);
        samples.Zip(samples.Skip(1)).ShouldAllBe(pair => pair.First.Offset + pair.First.Length == pair.Second.Offset);
        (samples[^1].Offset + samples[^1].Length).ShouldBe(bytes.Length);
    }

    [Theory]
    [InlineData(832, 480, 5.02, true, 30, 151)]
    [InlineData(816, 1104, 2, true, 24, 48)]
    [InlineData(2208, 944, 0.01, false, 30, 1)]
    public void A_length_is_rounded_to_whole_pictures_of_the_models_rate(int width, int height, double seconds, bool sound, int fps, int pictures)
    {
        var file = Mp4.Read(Bytes(new VideoShape(width, height, seconds, sound, fps)));

        var tracks = file[1].Tracks.ToList();
        var (mdhd, stts) = (tracks[0]["mdia/mdhd"], tracks[0]["mdia/minf/stbl/stts"]);
        stts.Number(8).ShouldBe((uint)pictures);
        (mdhd.Number(12) / (double)stts.Number(12)).ShouldBe(fps);
        (mdhd.Number(16) / (double)mdhd.Number(12)).ShouldBe(pictures / (double)fps, 0.0001);
        tracks[0].Samples().Count.ShouldBe(pictures);
        tracks.Count.ShouldBe(sound ? 2 : 1);
        if (sound)
            ShouldBeSound(tracks[1], pictures / (double)fps);
    }

    [Fact]
    public async Task No_two_videos_are_the_same()
    {
        await using var simulator = await RunningSimulator.StartAsync();

        var first = await simulator.Http.GetByteArrayAsync(await simulator.VideoUrlAsync());
        var second = await simulator.Http.GetByteArrayAsync(await simulator.VideoUrlAsync());

        second.ShouldNotBe(first);
        second.Length.ShouldBe(first.Length);
    }

    /// <summary>Where there is no ffmpeg the boxes are all that can be checked, and the test above does that.</summary>
    [Fact]
    public async Task Ffmpeg_where_it_is_installed_decodes_every_frame_without_a_word()
    {
        var file = Path.GetTempFileName();
        try
        {
            foreach (var (body, stream) in new[]
            {
                (Body("wan2.7-r2v", """{"duration":3}"""), "h264,1920,1080,30/1,3.000000,90"),
                (Body("wan2.6-r2v-flash", """{"size":"832*1088","duration":2,"audio":false}"""), "h264,832,1088,30/1,2.000000,60"),
            }.Select(asked => (VideoAsync(asked.Item1), asked.Item2)).Append((Task.FromResult(Bytes(new VideoShape(624, 1472, 2.5, true, 24))), "h264,624,1472,24/1,2.500000,60")))
            {
                await File.WriteAllBytesAsync(file, await body);
                (await RunAsync("ffmpeg", "-v", "warning", "-i", file, "-f", "null", "-")).ShouldBeOneOf("", null);
                (await RunAsync("ffprobe", "-v", "warning", "-count_frames", "-select_streams", "v", "-show_entries", "stream=codec_name,width,height,avg_frame_rate,duration,nb_read_frames", "-of", "csv=p=0", file))
                    .ShouldBeOneOf(stream, null);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void ShouldBePictures(Mp4 track, byte[] file, int width, int height, int seconds)
    {
        (track["tkhd"].Number(76) >> 16, track["tkhd"].Number(80) >> 16).ShouldBe(((uint)width, (uint)height));
        var (mdhd, stsd, stts, stss) = (track["mdia/mdhd"], track["mdia/minf/stbl/stsd"], track["mdia/minf/stbl/stts"], track["mdia/minf/stbl/stss"]);
        (mdhd.Number(16) / (double)mdhd.Number(12)).ShouldBe(seconds);
        stsd.Text(12, 4).ShouldBe("avc1");
        (stsd.Short(40), stsd.Short(42)).ShouldBe((width, height));
        stsd.Text(98, 4).ShouldBe("avcC");
        stts.Number(4).ShouldBe(1u);
        stts.Number(8).ShouldBe((uint)seconds * 30);
        (mdhd.Number(12) / (double)stts.Number(12)).ShouldBe(30);

        // A sample is one length-prefixed unit; those that are named sync samples, and only those, are IDR pictures (type 5).
        var sync = Enumerable.Range(0, (int)stss.Number(4)).Select(i => (int)stss.Number(8 + (4 * i)) - 1).ToHashSet();
        sync.ShouldContain(0);
        foreach (var (index, (offset, length)) in track.Samples().Index())
        {
            BinaryPrimitives.ReadInt32BigEndian(file.AsSpan((int)offset)).ShouldBe(length - 4);
            (file[offset + 4] & 0x1F).ShouldBe(sync.Contains(index) ? 5 : 1);
        }
    }

    private static void ShouldBeSound(Mp4 track, double seconds)
    {
        var (mdhd, stsd, stts) = (track["mdia/mdhd"], track["mdia/minf/stbl/stsd"], track["mdia/minf/stbl/stts"]);
        stsd.Text(12, 4).ShouldBe("mp4a");
        mdhd.Number(12).ShouldBe(48_000u);
        stts.Number(12).ShouldBe(1024u);
        mdhd.Number(16).ShouldBe(stts.Number(8) * 1024);
        (mdhd.Number(16) / 48_000.0).ShouldBeInRange(seconds - (1 / 30.0), seconds);
    }

    private static byte[] Bytes(VideoShape shape)
    {
        var video = SimulatedVideo.Create("a", shape);
        return [.. video.Read(0, video.Length).SelectMany(piece => piece.ToArray())];
    }

    private static JsonObject Body(string model, string parameters) =>
        model.StartsWith("wan2.7", StringComparison.Ordinal) ? Bodies.Wan27(parameters, videos: 0) : Bodies.Wan26(parameters, model);

    private static async Task<byte[]> VideoAsync(JsonNode body)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        return await simulator.Http.GetByteArrayAsync(await simulator.VideoUrlAsync(body));
    }

    // Everything it wrote; null if there is no such program.
    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (await output + errors).Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
