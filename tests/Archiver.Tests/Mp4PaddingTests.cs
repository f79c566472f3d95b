using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Wan.Archiver.Proof;
using Wan.Fixtures;
using Wan.Media.Mp4;

namespace Wan.Archiver.Tests;

/// <summary>What every player reads is read, whatever stands behind the last box or between the boxes of the index. The player is ffprobe.</summary>
public sealed class Mp4PaddingTests
{
    private const int Frames = 60;

    private static readonly Dictionary<string, byte[]> Paddings = new()
    {
        ["one zero"] = new byte[1],
        ["seven zeros"] = new byte[7],
        ["zeros"] = new byte[1024],
        ["ones"] = [.. Enumerable.Repeat((byte)0xFF, 100)],
        ["text"] = Encoding.ASCII.GetBytes("PADDING PADDING PADDING"),
        ["a length below eight"] = [0, 0, 0, 5, .. "free"u8, .. new byte[20]],
        ["an empty box"] = Box("free", new byte[100]),
        ["an unknown box"] = Box("zzzz", new byte[100]),
        ["a box without a proper name"] = Box("\u0001\u0002\u0003\u0004", new byte[100]),
        ["a box that is too long"] = [0, 0, 0x7F, 0, .. "zzzz"u8, .. new byte[20]],
        ["a cut-off long box"] = [0, 0, 0, 1, .. "zzzz"u8],
    };

    private static readonly string[] Places = ["file", "moov", "trak", "mdia", "minf", "stbl", "stsd", "stts"];

    // One player plays them all: its start costs more than a clip.
    private static readonly Lazy<IReadOnlyDictionary<string, int>> Played = new(() =>
        PlayAll(Paddings.Keys.SelectMany(padding => Places.Select(place => (padding, place))).ToDictionary(pair => $"{pair}", pair => Clip(pair.padding, pair.place))));

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var padding in Paddings.Keys)
            {
                foreach (var place in Places)
                    cases.Add(padding, place);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Padding_at_the_end_of_a_box_is_read_over_as_players_do(string padding, string place)
    {
        var clip = Clip(padding, place);

        if (Played.Value.GetValueOrDefault($"{(padding, place)}") != Frames)
            PlayedFrames(clip).ShouldBe(Frames, "what the player plays");
        ShouldBeRead(clip);
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("text")]
    [InlineData("seven zeros")]
    public void Padding_behind_the_last_fragment_is_read_over(string padding) => ShouldPlay([.. Clips.Fragmented, .. Paddings[padding]]);

    [Theory]
    [InlineData("an empty box")]
    [InlineData("an unknown box")]
    public void A_box_may_stand_before_the_one_that_names_the_file(string padding)
    {
        // The index points to bytes that have moved by as much, so that the media are put before everything else here.
        var clip = Clips.IndexLast;
        var named = BinaryPrimitives.ReadInt32BigEndian(clip);
        var name = Encoding.ASCII.GetString(clip, 4, 4);
        name.ShouldBe("ftyp");
        byte[] other = [.. Box("free", new byte[named - 8]), .. clip.AsSpan(named)];

        ShouldPlay([.. other, .. Paddings[padding]]);
    }

    [Fact]
    public void What_was_read_over_is_told()
    {
        var file = Mp4Reader.Read(new MemoryStream([.. Clips.IndexLast, .. new byte[1024]])).File.ShouldNotBeNull();

        file.Notes.ShouldHaveSingleItem().ShouldStartWith("1024 bytes at byte");
        VideoComparison.Compare(file, Clips.Expected, null).ShouldHaveSingleItem().ShouldBe(new VideoFinding(false, "file.padding", file.Notes[0]));
        Mp4Reader.Read(new MemoryStream(Clips.IndexLast)).File.ShouldNotBeNull().Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_track_that_no_player_plays_may_be_damaged()
    {
        var clip = (byte[])Clips.IndexLast.Clone();
        var sound = clip.AsSpan().LastIndexOf("soun"u8);
        "data"u8.CopyTo(clip.AsSpan(sound));
        var chunks = clip.AsSpan().LastIndexOf("stco"u8);
        clip.AsSpan(chunks + 12, 4).Fill(0x7F);

        var file = Mp4Reader.Read(new MemoryStream(clip)).File.ShouldNotBeNull();

        (file.Video.Frames, file.Audio).ShouldBe((Frames, null));
        PlayedFrames(clip).ShouldBe(Frames);
    }

    // The index stands last, so that nothing moves that it points to.
    private static byte[] Clip(string padding, string place) => Padded(Clips.IndexLast, Path(place), Paddings[padding]);

    private static void ShouldPlay(byte[] clip)
    {
        PlayedFrames(clip).ShouldBe(Frames, "what the player plays");
        ShouldBeRead(clip);
    }

    private static void ShouldBeRead(byte[] clip)
    {
        var reading = Mp4Reader.Read(new MemoryStream(clip));

        reading.Problem.ShouldBeNull();
        var file = reading.File.ShouldNotBeNull();
        (file.Video.Frames, file.Video.Width, file.Video.Height).ShouldBe((Frames, 320, 240));
        file.Audio.ShouldNotBeNull();
        VideoComparison.Compare(file, Clips.Expected, null).ShouldAllBe(finding => !finding.IsWrong);
    }

    /// <summary>How many pictures the player decodes without a complaint.</summary>
    private static int PlayedFrames(byte[] clip)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("clip.mp4");
        File.WriteAllBytes(path, clip);
        using var player = Process.Start(new ProcessStartInfo(
            "ffprobe", ["-v", "quiet", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", path])
        {
            RedirectStandardOutput = true,
        })!;
        var said = player.StandardOutput.ReadToEnd();
        player.WaitForExit();
        return int.TryParse(said.Trim().TrimEnd(','), out var frames) ? frames : 0;
    }

    /// <summary>How many pictures the player decodes of each of these; fewer, or nothing at all, if it stops at one of them.</summary>
    private static Dictionary<string, int> PlayAll(IReadOnlyDictionary<string, byte[]> clips)
    {
        using var folder = new TemporaryFolder();
        List<string> inputs = [], outputs = [];
        foreach (var (index, clip) in clips.Values.Index())
        {
            File.WriteAllBytes(folder.File($"{index}.mp4"), clip);
            inputs.AddRange(["-threads", "1", "-i", folder.File($"{index}.mp4")]);
            outputs.AddRange(["-map", $"{index}:v:0", "-fps_mode", "passthrough", "-f", "framecrc", folder.File($"{index}.txt")]);
        }

        using (var player = Process.Start("ffmpeg", ["-nostdin", "-v", "quiet", .. inputs, .. outputs]))
            player.WaitForExit();
        return clips.Keys.Index().ToDictionary(pair => pair.Item, pair => Pictures(folder.File($"{pair.Index}.txt")));

        static int Pictures(string list) => File.Exists(list) ? File.ReadLines(list).Count(line => !line.StartsWith('#')) : 0;
    }

    private static string[] Path(string place)
    {
        string[] whole = ["moov", "trak", "mdia", "minf", "stbl"];
        return place switch
        {
            "file" => [],
            "stsd" or "stts" => [.. whole, place],
            _ => [.. whole[..(Array.IndexOf(whole, place) + 1)]],
        };
    }

    /// <summary>Puts bytes at the end of the first box of this path, and makes every box around it so much longer.</summary>
    private static byte[] Padded(byte[] clip, string[] path, byte[] padding)
    {
        var copy = (byte[])clip.Clone();
        var (from, end) = (0, copy.Length);
        foreach (var type in path)
        {
            var at = from;
            while (Encoding.ASCII.GetString(copy, at + 4, 4) != type)
                at += BinaryPrimitives.ReadInt32BigEndian(copy.AsSpan(at));
            var size = BinaryPrimitives.ReadInt32BigEndian(copy.AsSpan(at));
            BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(at), size + padding.Length);
            (from, end) = (at + 8, at + size);
        }

        return [.. copy.AsSpan(0, end), .. padding, .. copy.AsSpan(end)];
    }

    private static byte[] Box(string type, byte[] content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.Latin1.GetBytes(type, box.AsSpan(4));
        content.CopyTo(box, 8);
        return box;
    }
}
