using System.Buffers.Binary;
using System.Text;
using Wan.Media.Mp4;

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
        var wrong = 0;
        Parallel.For(0, 100_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, () => clips.Select(clip => (byte[])clip.Clone()).ToArray(), (i, _, copies) =>
        {
            var random = new Random(i);
            var copy = copies[i % copies.Length];
            var length = Mutate(copy, clips[i % clips.Length], random);
            if (ReadWithinBounds(copy, length) is not null)
                Interlocked.Increment(ref wrong);
            clips[i % clips.Length].CopyTo(copy, 0);
            return copies;
        }, _ => { });

        wrong.ShouldBeGreaterThan(10_000);
    }

    [Theory]
    [InlineData("mdia")]
    [InlineData("minf")]
    [InlineData("stbl")]
    [InlineData("trak")]
    [InlineData("moov")]
    [InlineData("moof")]
    [InlineData("traf")]
    public void Boxes_in_boxes_in_boxes_do_no_harm(string type)
    {
        // Each is eight bytes shorter than the one around it.
        const int levels = 190_000;
        var nested = new byte[levels * 8];
        for (var i = 0; i < levels; i++)
            WriteBox(nested, i * 8, type, nested.Length - i * 8);

        ReadWithinBounds(File(Box("moov", Box("trak", nested))), mayRead: 5_000, mayAllocate: 40_000_000).ShouldNotBeNull();
        ReadWithinBounds(File(nested), mayRead: 5_000, mayAllocate: 40_000_000).ShouldNotBeNull();
    }

    [Fact]
    public void Boxes_without_end_do_no_harm()
    {
        var boxes = new byte[16 << 20];
        for (var at = 0; at < boxes.Length; at += 8)
            WriteBox(boxes, at, "free", 8);

        ReadWithinBounds(File(boxes), mayRead: 5_000, mayAllocate: 40_000_000).ShouldNotBeNull().ShouldContain("more boxes than any video");
    }

    [Theory]
    [InlineData("stsz", 8)]
    [InlineData("stsz", 4)]
    [InlineData("stts", 4)]
    [InlineData("stts", 8)]
    [InlineData("stts", 12)]
    [InlineData("stsc", 4)]
    [InlineData("stsc", 12)]
    [InlineData("stco", 4)]
    [InlineData("stco", 8)]
    [InlineData("mdhd", 12)]
    public void A_table_that_claims_four_thousand_million_entries_does_no_harm(string table, int offset)
    {
        var clip = (byte[])Clips.Sound.Clone();
        clip.AsSpan(clip.AsSpan().IndexOf(Encoding.ASCII.GetBytes(table)) + 4 + offset, 4).Fill(0xFF);

        ReadWithinBounds(clip, clip.Length);
    }

    /// <summary>Reads a file, and sees that it took neither more reads than its size can explain nor memory to speak of.</summary>
    /// <returns>The problem.</returns>
    private static string? ReadWithinBounds(byte[] bytes, int? length = null, int mayRead = 1_000, int mayAllocate = 200_000)
    {
        var stream = new CountedStream(bytes, length ?? bytes.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Mp4Reader.Read(stream).Problem;

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(mayAllocate, "bytes allocated for one file");
        stream.Reads.ShouldBeLessThan(mayRead);
        return problem;
    }

    private static byte[] File(params byte[] content) => [.. Box("ftyp", "isom\0\0\0\0"u8), .. content];

    private static byte[] Box(string type, ReadOnlySpan<byte> content)
    {
        var box = new byte[8 + content.Length];
        WriteBox(box, 0, type, box.Length);
        content.CopyTo(box.AsSpan(8));
        return box;
    }

    private static void WriteBox(byte[] bytes, int at, string type, int size)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), size);
        Encoding.ASCII.GetBytes(type, bytes.AsSpan(at + 4));
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

    /// <summary>Bytes in memory that count how often they are read.</summary>
    private sealed class CountedStream(byte[] bytes, int length) : MemoryStream(bytes, 0, length)
    {
        public int Reads { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            Reads++;
            return base.Read(buffer);
        }
    }
}
