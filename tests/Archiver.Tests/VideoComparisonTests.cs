using Wan.Archiver.Proof;
using Wan.Contracts;
using Wan.Media.Mp4;

namespace Wan.Archiver.Tests;

public sealed class VideoComparisonTests
{
    private static readonly ExpectedVideo Expected = new() { Width = 1280, Height = 720, Resolution = 720, Fps = 30, Duration = 5, Audio = true };

    private static readonly Mp4Video Picture = new("avc1", 1280, 720, 150, 5);

    [Fact]
    public void A_video_as_it_was_asked_for_gives_no_finding() => Findings(Picture).ShouldBeEmpty();

    [Theory]
    [InlineData(151, 5.033)] // A frame more.
    [InlineData(149, 4.967)]
    [InlineData(165, 5.5)]
    [InlineData(136, 4.533)]
    public void A_few_frames_more_or_less_are_odd(long frames, double seconds) =>
        Findings(Picture with { Frames = frames, Duration = (decimal)seconds }).ShouldHaveSingleItem().IsWrong.ShouldBeFalse();

    [Theory]
    [InlineData(75, 2.5, "video.too_short")]
    [InlineData(300, 10, "video.too_long")]
    public void Another_length_is_wrong(long frames, double seconds, string code)
    {
        var finding = Findings(Picture with { Frames = frames, Duration = (decimal)seconds }).ShouldHaveSingleItem();

        (finding.IsWrong, finding.Code).ShouldBe((true, code));
    }

    [Fact]
    public void A_length_that_the_vendor_itself_says_it_made_is_kept_with_a_warning()
    {
        var findings = Findings(Picture with { Frames = 300, Duration = 10 }, new VideoUsage { OutputVideoDuration = 10 });

        findings.ShouldHaveSingleItem().IsWrong.ShouldBeFalse();
        findings[0].Message.ShouldBe("The vendor made 10 s; 5 s were asked for.");
    }

    [Theory]
    [InlineData(1280, 704, null, false)]
    [InlineData(720, 1280, null, true)]
    [InlineData(960, 960, "960*960", false)]
    [InlineData(960, 960, "1280*720", true)]
    public void Other_pixels_are_wrong_unless_they_are_near_or_the_vendor_says_so(int width, int height, string? said, bool isWrong) =>
        Findings(Picture with { Width = width, Height = height }, new VideoUsage { Size = said })
            .Where(finding => finding.Code == "video.size").ShouldHaveSingleItem().IsWrong.ShouldBe(isWrong);

    [Theory]
    [InlineData(960, 960, "1:1", 720, false)]
    [InlineData(1104, 832, "4:3", 720, false)]
    [InlineData(960, 960, "16:9", 720, true)]
    [InlineData(640, 360, "16:9", 720, true)]
    [InlineData(1920, 1080, "16:9", 720, true)]
    [InlineData(1920, 1080, "16:9", 1080, false)]
    [InlineData(960, 960, "square", 720, true)]
    public void A_model_that_says_ratio_and_tier_in_place_of_pixels_is_believed_where_both_agree(int width, int height, string ratio, int tier, bool isWrong) =>
        Findings(Picture with { Width = width, Height = height }, new VideoUsage { Ratio = ratio, Resolution = tier })
            .Where(finding => finding.Code == "video.size").ShouldHaveSingleItem().IsWrong.ShouldBe(isWrong);

    [Fact]
    public void A_video_as_it_was_asked_for_is_odd_where_the_vendor_bills_something_else()
    {
        VideoUsage same = new() { Size = "1280*720", Ratio = "16:9", Resolution = 720, Audio = true, OutputVideoDuration = 5 };

        Findings(Picture, same).ShouldBeEmpty();
        ShouldBeOdd(same with { Size = "1920*1080" }, "usage.size");
        ShouldBeOdd(same with { Ratio = "9:16" }, "usage.ratio");
        ShouldBeOdd(same with { Resolution = 1080 }, "usage.resolution");
        ShouldBeOdd(same with { Audio = false }, "usage.audio");

        static void ShouldBeOdd(VideoUsage usage, string code)
        {
            var finding = Findings(Picture, usage).ShouldHaveSingleItem();
            (finding.Code, finding.IsWrong).ShouldBe((code, false));
        }
    }

    [Fact]
    public void A_first_frame_sets_the_shape_so_that_only_the_tier_is_looked_at()
    {
        var free = Expected with { Width = null, Height = null };

        VideoComparison.Compare(File(Picture with { Width = 900, Height = 1000 }), free, null).ShouldBeEmpty();
        VideoComparison.Compare(File(Picture with { Width = 320, Height = 200 }), free, null).ShouldHaveSingleItem().IsWrong.ShouldBeFalse();
    }

    [Theory]
    [InlineData(6.62, 0, true)]
    [InlineData(6.62, 6.62, true)]
    [InlineData(6.62, 6.61, true)] // Less than half a frame.
    [InlineData(6.62, 5, false)]
    [InlineData(3, 6.62, false)]
    public void A_length_that_was_left_to_the_vendor_is_compared_to_its_own_word_alone(double lasts, double said, bool isFine)
    {
        var usage = said > 0 ? new VideoUsage { OutputVideoDuration = (decimal)said } : null;

        var findings = VideoComparison.Compare(File(Picture with { Frames = (long)(lasts * 30), Duration = (decimal)lasts }), Expected with { Duration = null, Fps = null }, usage);

        findings.Select(finding => finding.Code).ShouldBe(isFine ? [] : [lasts > said ? "video.too_long" : "video.too_short"]);
    }

    [Fact]
    public void A_frame_rate_and_a_sound_that_nobody_asked_for_are_compared_to_nothing()
    {
        var free = Expected with { Fps = null, Audio = null };
        var picture = Picture with { Frames = 120 };

        VideoComparison.Compare(File(picture), free, null).ShouldBeEmpty();
        VideoComparison.Compare(File(picture, silent: true), free, null).ShouldBeEmpty();
        VideoComparison.Compare(File(picture, silent: true), free, new VideoUsage { Audio = true }).ShouldHaveSingleItem().Code.ShouldBe("usage.audio");
    }

    [Fact]
    public void The_tier_of_480_is_known()
    {
        var asked = Expected with { Width = null, Height = null, Resolution = 480 };
        var picture = Picture with { Width = 832, Height = 480 };

        VideoComparison.Compare(File(picture), asked, new VideoUsage { Resolution = 480, Ratio = "16:9" }).ShouldBeEmpty();
        VideoComparison.Compare(File(Picture), asked, new VideoUsage { Resolution = 480 }).ShouldHaveSingleItem().Code.ShouldBe("usage.resolution");
    }

    [Theory]
    [InlineData(29.5, false)]
    [InlineData(24, true)]
    public void Another_frame_rate_is_odd_or_wrong(double fps, bool isWrong)
    {
        var findings = Findings(Picture with { Frames = (long)(fps * 500), Duration = 500 }, new VideoUsage { OutputVideoDuration = 500 });

        findings.ShouldContain(finding => finding.Code == "video.fps" && finding.IsWrong == isWrong);
    }

    [Fact]
    public void Missing_sound_is_wrong_and_sound_too_many_is_odd()
    {
        VideoComparison.Compare(File(Picture, silent: true), Expected, null).ShouldHaveSingleItem().IsWrong.ShouldBeTrue();
        VideoComparison.Compare(File(Picture, silent: true), Expected, new VideoUsage { Audio = false }).ShouldHaveSingleItem().IsWrong.ShouldBeFalse();
        VideoComparison.Compare(File(Picture), Expected with { Audio = false }, null).ShouldHaveSingleItem().IsWrong.ShouldBeFalse();
        VideoComparison.Compare(File(Picture, silent: true), Expected with { Audio = false }, null).ShouldBeEmpty();
    }

    [Fact]
    public void Another_codec_and_fragments_are_odd() =>
        VideoComparison.Compare(File(Picture with { Codec = "hvc1" }) with { Fragmented = true }, Expected, null)
            .Select(finding => (finding.Code, finding.IsWrong)).ShouldBe([("video.codec", false), ("video.fragmented", false)]);

    private static IReadOnlyList<VideoFinding> Findings(Mp4Video picture, VideoUsage? usage = null) => VideoComparison.Compare(File(picture), Expected, usage);

    private static Mp4File File(Mp4Video picture, bool silent = false) => new()
    {
        Length = 1000,
        Fragmented = false,
        Video = picture,
        Audio = silent ? null : new Mp4Audio("mp4a", 44100, picture.Duration),
    };
}
