using Wan.Media;

namespace Wan.Intake.Tests.Files;

/// <summary>What a file is shows by its headers, and whether it is whole; whatever the bytes are, reading ends soon.</summary>
public sealed class MediaReaderTests
{
    [Fact]
    public void Each_format_tells_what_it_is()
    {
        Read(SampleFiles.Png()).ShouldBe("PNG 640x480 ");
        Read(SampleFiles.Png(color: 6)).ShouldBe("PNG 640x480 alpha");
        Read(SampleFiles.Jpeg()).ShouldBe("JPEG 640x480 ");
        Read(SampleFiles.Bmp()).ShouldBe("BMP 640x480 ");
        Read(SampleFiles.Webp()).ShouldBe("WEBP 640x480 ");
        Read(SampleFiles.Wav(3)).ShouldBe("WAV 3 s");
        Read(SampleFiles.Mp3(100)).ShouldBe("MP3 2.612 s");
        Read([.. "ID3"u8, 4, 0, 0, 0, 0, 1, 0, .. new byte[128], .. SampleFiles.Mp3(100)]).ShouldBe("MP3 2.612 s");
        Read(Mp4(2, 1000)).ShouldBe("MP4 640x480 2 s");
    }

    [Fact]
    public void A_claim_is_read_and_nothing_is_made_of_it()
    {
        Read(SampleFiles.Png(100_000, 100_000)).ShouldBe("PNG 100000x100000 ");
        Read(SampleFiles.Png(uint.MaxValue, uint.MaxValue)).ShouldStartWith("PNG 2147483647x2147483647");
    }

    [Fact]
    public void Whatever_is_cut_off_is_no_whole_file()
    {
        foreach (var whole in new[] { SampleFiles.Png(), SampleFiles.Jpeg()[..^1], SampleFiles.Bmp(), SampleFiles.Webp(), SampleFiles.Wav(), Mp4(2, 1000) })
        {
            foreach (var length in new[] { whole.Length - 1, whole.Length / 2, FileFormat.HeadBytes })
                MediaReader.Read(new MemoryStream(whole[..Math.Min(length, whole.Length - 1)])).Facts.ShouldBeNull($"{FileFormat.Of(whole)!.Name} of {length} bytes");
        }
    }

    [Fact]
    public void Spoilt_bytes_never_throw_and_never_go_on_for_ever()
    {
        var random = new Random(7);
        foreach (var whole in new[] { SampleFiles.Png(), SampleFiles.Jpeg(), SampleFiles.Webp(), SampleFiles.Wav(1), SampleFiles.Mp3(5), Mp4(1, 100) })
        {
            for (var round = 0; round < 2000; round++)
            {
                var spoilt = whole.ToArray();
                for (var i = random.Next(1, 6); i > 0; i--)
                    spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
                MediaReader.Read(new MemoryStream(spoilt));
            }
        }
    }

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("%PDF-1.7")]
    [InlineData("BM is how a text may begin, which is no picture at all")]
    [InlineData("<html><script>alert(1)</script></html> and more of it")]
    [InlineData("")]
    [InlineData("RIFF....AVI LIST")]
    public void What_the_vendor_does_not_take_is_nothing(string text) =>
        MediaReader.Read(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text))).ShouldBe(new MediaReading(null, null, null));

    private static byte[] Mp4(int seconds, int bytes)
    {
        var (before, after) = SampleFiles.Mp4(seconds, bytes);
        return [.. before, .. new byte[bytes], .. after];
    }

    private static string Read(byte[] bytes) => MediaReader.Read(new MemoryStream(bytes)) switch
    {
        { Facts: { Format.Kind: FileKind.Image } image } => $"{image.Format.Name} {image.Width}x{image.Height} {(image.HasAlpha ? "alpha" : "")}",
        { Facts: { Format.Kind: FileKind.Video } video } => $"{video.Format.Name} {video.Width}x{video.Height} {video.Seconds:0.###} s",
        { Facts: { } sound } => $"{sound.Format.Name} {sound.Seconds:0.###} s",
        var other => $"{other.Format?.Name}: {other.Problem}",
    };
}
