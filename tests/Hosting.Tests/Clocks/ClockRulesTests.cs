using Wan.Hosting.Clocks;

namespace Wan.Hosting.Tests.Clocks;

/// <summary>Whose word counts where clocks disagree.</summary>
public sealed class ClockRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);
    private static readonly ClockReading Same = Ahead(0);
    private static readonly ClockReading Far = Ahead(7200);

    [Fact]
    public void A_clock_of_which_nothing_is_known_is_trusted() => WhyNot().ShouldBeNull();

    [Fact]
    public void The_vendors_first_word_is_enough_and_the_sentence_names_both_clocks_and_says_what_to_do()
    {
        var why = WhyNot(new HeardClock(ClockSource.Vendor, "vendor.test", Far, null)).ShouldNotBeNull();

        why.ShouldContain("host/1");
        why.ShouldContain("vendor.test");
        why.ShouldContain("2026-03-01 14:00:00Z");
        why.ShouldContain("2026-03-01 12:00:00Z");
        why.ShouldContain("7200 s ahead");
        why.ShouldContain("time synchronisation");
    }

    [Fact]
    public void The_vendor_decides_whatever_others_say()
    {
        WhyNot(Vendor(Same), Peer("host/2", Far), Peer("host/3", Far)).ShouldBeNull();
        WhyNot(Vendor(Far), Peer("host/2", Same), Peer("host/3", Same)).ShouldNotBeNull();
    }

    [Fact]
    public void Of_several_hosts_of_the_vendor_one_that_agrees_is_enough() =>
        WhyNot(Vendor(Far), new HeardClock(ClockSource.Vendor, "other.test", Same, Same)).ShouldBeNull();

    [Fact]
    public void Without_the_vendor_the_store_decides()
    {
        WhyNot(new HeardClock(ClockSource.Store, "db", Same, null), Peer("host/2", Far)).ShouldBeNull();
        WhyNot(new HeardClock(ClockSource.Store, "db", Far, null), Peer("host/2", Same)).ShouldNotBeNull().ShouldContain("db");
    }

    [Fact]
    public void Without_both_two_that_disagree_both_say_so() =>
        WhyNot(Peer("host/2", Ahead(-7200))).ShouldNotBeNull().ShouldContain("7200 s behind, and which of the two is wrong is not known");

    [Fact]
    public void Without_both_the_majority_is_right()
    {
        WhyNot(Peer("host/2", Far), Peer("host/3", Same)).ShouldBeNull();
        WhyNot(Peer("host/2", Far), Peer("host/3", Far)).ShouldNotBeNull();
    }

    [Fact]
    public void One_answer_that_contradicts_the_one_before_it_proves_nothing()
    {
        WhyNot(new HeardClock(ClockSource.Vendor, "vendor.test", Far, Same)).ShouldBeNull();
        WhyNot(new HeardClock(ClockSource.Vendor, "vendor.test", Far, Far)).ShouldNotBeNull();
    }

    [Fact]
    public void A_process_is_not_taken_at_its_first_word_since_it_may_have_been_frozen_before_it_showed_its_time() =>
        WhyNot(new HeardClock(ClockSource.Peer, "host/2", Far, null)).ShouldBeNull();

    [Fact]
    public void A_clock_that_others_have_wrong_is_named_where_ours_is_right() =>
        ClockRules.OthersThatAreWrong([Vendor(Same), Peer("host/2", Far)], Allowed, "host/1", Now).ShouldHaveSingleItem().ShouldContain("host/2");

    [Theory]
    [InlineData(6.9, 3, false)] // It may have been 3 seconds on its way, and the date is up to a second later than it says.
    [InlineData(9.1, 3, true)]
    [InlineData(-4.9, 3, false)]
    [InlineData(-5.1, 3, true)]
    public void Only_what_is_certain_within_the_answers_time_and_the_dates_second_counts(double receivedAfter, double took, bool isBeyond)
    {
        var reading = ClockReading.FromAnswer(Now, TimeSpan.FromSeconds(1), Now.AddSeconds(receivedAfter), TimeSpan.FromSeconds(took));

        reading.IsBeyond(Allowed).ShouldBe(isBeyond);
    }

    [Fact]
    public void A_reading_moves_with_a_step_of_our_clock_and_becomes_vague_with_age()
    {
        var later = Same.Later(TimeSpan.FromHours(1), stepped: TimeSpan.FromHours(2));

        later.Middle.ShouldBe(TimeSpan.FromHours(2));
        (later.Most - later.Least).ShouldBeGreaterThan(Same.Most - Same.Least);
        later.IsBeyond(Allowed).ShouldBeTrue();
    }

    private static ClockReading Ahead(double seconds) => new(TimeSpan.FromSeconds(seconds - 0.5), TimeSpan.FromSeconds(seconds + 0.5));

    private static HeardClock Vendor(ClockReading reading) => new(ClockSource.Vendor, "vendor.test", reading, reading);

    private static HeardClock Peer(string name, ClockReading reading) => new(ClockSource.Peer, name, reading, reading);

    private static string? WhyNot(params HeardClock[] heard) => ClockRules.WhyNot(heard, Allowed, "host/1", Now);
}
