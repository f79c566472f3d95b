using Wan.Archiver.Quarantine;

namespace Wan.Archiver.Tests;

public sealed class QuarantineRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Suspect Mp4 = Find("a", isMp4: true);
    private static readonly Suspect OtherMp4 = Find("b", isMp4: true);
    private static readonly Suspect Older = Find("c", isMp4: null);
    private static readonly Suspect Page = Find("d", isMp4: false);
    private static readonly Suspect OtherPage = Find("e", isMp4: false);

    [Fact]
    public void What_is_no_mp4_takes_the_place_of_no_mp4()
    {
        QuarantineRules.IsToBeKept(Mp4, Page).ShouldBeFalse();
        QuarantineRules.IsToBeKept(Delivered(Mp4), Page).ShouldBeFalse();
        QuarantineRules.IsToBeKept(Older, Page).ShouldBeFalse("an older release did not say what it is");
        QuarantineRules.IsToBeKept(Page, OtherPage).ShouldBeTrue();
        QuarantineRules.IsToBeKept(Page, Mp4).ShouldBeTrue();
        QuarantineRules.IsToBeKept(null, Page).ShouldBeTrue();
    }

    [Fact]
    public void What_the_vendor_delivers_makes_place_only_for_what_it_delivers()
    {
        QuarantineRules.IsToBeKept(Delivered(Mp4), OtherMp4).ShouldBeFalse();
        QuarantineRules.IsToBeKept(Mp4, OtherMp4).ShouldBeTrue();
        QuarantineRules.IsToBeKept(Mp4, Delivered(Mp4)).ShouldBeTrue();
        QuarantineRules.IsToBeKept(Delivered(Mp4), Delivered(OtherMp4)).ShouldBeTrue();
    }

    [Fact]
    public void What_was_not_noted_is_better_if_it_would_be_there_had_it_been_noted()
    {
        QuarantineRules.IsBetter(null, Page).ShouldBeTrue();
        QuarantineRules.IsBetter(Later(Page), Mp4).ShouldBeTrue();
        QuarantineRules.IsBetter(Mp4, Later(Page)).ShouldBeFalse();
        QuarantineRules.IsBetter(Mp4, Later(OtherMp4)).ShouldBeTrue();
        QuarantineRules.IsBetter(Later(Mp4), OtherMp4).ShouldBeFalse();
        QuarantineRules.IsBetter(Later(Mp4), Delivered(OtherMp4)).ShouldBeTrue();
        QuarantineRules.IsBetter(Mp4, Delivered(Later(Mp4))).ShouldBeTrue();
        QuarantineRules.IsBetter(Delivered(Mp4), Delivered(Later(Mp4))).ShouldBeFalse("it is noted");
    }

    private static Suspect Delivered(Suspect suspect) => suspect with { CameTwice = true };

    private static Suspect Later(Suspect suspect) => suspect with { SeenAt = suspect.SeenAt + TimeSpan.FromMinutes(1) };

    private static Suspect Find(string sha256, bool? isMp4) => new()
    {
        Video = new() { Bytes = 1, Sha256 = sha256, Width = 0, Height = 0, Fps = 0, Duration = 0, Audio = false, ArchivedAt = Now },
        Reasons = ["What came is no proper video."],
        SeenAt = Now,
        CameTwice = false,
        IsMp4 = isMp4,
    };
}
