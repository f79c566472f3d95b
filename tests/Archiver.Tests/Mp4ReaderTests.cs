using System.Diagnostics;
using Wan.Archiver.Mp4;

namespace Wan.Archiver.Tests;

public sealed class Mp4ReaderTests
{
    public static TheoryData<string> Layouts => ["sound", "silent", "index last", "fragmented"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_made_by_ffmpeg_is_read_as_what_it_is(string layout)
    {
        var reading = Mp4Reader.Read(new MemoryStream(Clip(layout)));

        reading.Problem.ShouldBeNull();
        var file = reading.File.ShouldNotBeNull();
        (file.Video with { Duration = 2 }).ShouldBe(new Mp4Video("avc1", 320, 240, 60, 2));

        // ffmpeg lets the last frame of a fragmented file last until the sound ends.
        file.Video.Duration.ShouldBeInRange(2, layout == "fragmented" ? 2.05m : 2);
        file.Fragmented.ShouldBe(layout == "fragmented");
        if (layout == "silent")
        {
            file.Audio.ShouldBeNull();
        }
        else
        {
            file.Audio.ShouldNotBeNull().Codec.ShouldBe("mp4a");
            file.Audio.SampleRate.ShouldBe(44100);
            file.Audio.Duration.ShouldBeInRange(1.95m, 2.1m);
        }
    }

    [Fact]
    public void Other_codecs_and_frame_rates_are_read_too()
    {
        var file = Mp4Reader.Read(new MemoryStream(Clips.Make("-c:v mpeg4", sound: false, fps: "25"))).File.ShouldNotBeNull();

        file.Video.Codec.ShouldBe("mp4v");
        file.Video.Fps.ShouldBe(25);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_cut_off_anywhere_is_not_whole(string layout)
    {
        var clip = Clip(layout);
        var random = new Random(17);
        for (var i = 0; i < 200; i++)
        {
            var length = random.Next(clip.Length);
            var reading = Mp4Reader.Read(new MemoryStream(clip, 0, length));

            // A fragment that is there whole is a whole file, only a shorter one.
            var isShorter = reading.File is { Fragmented: true } shorter && shorter.Video.Duration < 2;
            (reading.Problem is not null || isShorter).ShouldBeTrue($"{length} of {clip.Length} bytes passed");
        }
    }

    [Fact]
    public void A_hole_in_the_frames_is_found()
    {
        var clip = (byte[])Clips.Sound.Clone();
        clip.AsSpan(clip.Length / 2, 4096).Clear();

        Mp4Reader.Read(new MemoryStream(clip)).Problem.ShouldNotBeNull().ShouldContain("damaged");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>SignatureDoesNotMatch</body></html>")]
    [InlineData("\0\0\0\u0018ftypisom")]
    public void What_is_no_video_is_refused_with_a_reason(string text) =>
        Mp4Reader.Read(new MemoryStream([.. text.Select(letter => (byte)letter)])).Problem.ShouldNotBeNullOrWhiteSpace();

    [Fact]
    public void A_hundred_thousand_damaged_files_do_no_harm()
    {
        byte[][] clips = [Clips.Sound, Clips.Silent, Clips.IndexLast, Clips.Fragmented];
        var watch = Stopwatch.StartNew();
        var before = GC.GetTotalAllocatedBytes();
        var wrong = 0;
        Parallel.For(0, 100_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, () => clips.Select(clip => (byte[])clip.Clone()).ToArray(), (i, _, copies) =>
        {
            var random = new Random(i);
            var copy = copies[i % copies.Length];
            var length = Mutate(copy, clips[i % clips.Length], random);
            if (Mp4Reader.Read(new MemoryStream(copy, 0, length)).Problem is not null)
                Interlocked.Increment(ref wrong);
            clips[i % clips.Length].CopyTo(copy, 0);
            return copies;
        }, _ => { });

        wrong.ShouldBeGreaterThan(10_000);
        ((GC.GetTotalAllocatedBytes() - before) / 100_000).ShouldBeLessThan(200_000, "bytes allocated for one file");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    /// <summary>Changes a few bytes, most of them in the boxes and tables, where they hurt; sometimes cuts or splices.</summary>
    private static int Mutate(byte[] copy, byte[] clip, Random random)
    {
        for (var changes = random.Next(1, 8); changes > 0; changes--)
        {
            var at = random.Next(4) == 0 ? random.Next(copy.Length) : IndexAt(clip) + random.Next(3000);
            at = Math.Min(at, copy.Length - 4);
            switch (random.Next(4))
            {
                case 0:
                    copy[at] = (byte)random.Next(256);
                    break;
                case 1:
                    copy[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    copy.AsSpan(at, 4).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                default:
                    clip.AsSpan(random.Next(clip.Length - 64), 64).CopyTo(copy.AsSpan(Math.Min(at, copy.Length - 64)));
                    break;
            }
        }

        return random.Next(8) == 0 ? random.Next(copy.Length) : copy.Length;
    }

    private static int IndexAt(byte[] clip) => clip.AsSpan().IndexOf("moov"u8) - 4;

    private static byte[] Clip(string layout) => layout switch
    {
        "silent" => Clips.Silent,
        "index last" => Clips.IndexLast,
        "fragmented" => Clips.Fragmented,
        _ => Clips.Sound,
    };
}
