using Wan.Notifier.Deliveries;
using Wan.Notifier.Lanes;

namespace Wan.Notifier.Tests;

/// <summary>When a webhook is sent again.</summary>
public sealed class DeliveryRulesTests
{
    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:05:00")]
    [InlineData(3, "00:30:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "05:00:00")]
    [InlineData(6, "10:00:00")]
    [InlineData(7, "14:00:00")]
    [InlineData(8, "20:00:00")]
    [InlineData(9, "1.00:00:00")]
    public void Each_wait_is_that_of_the_schedule_or_up_to_a_fifth_longer(int tries, string wait)
    {
        DeliveryRules.Wait(tries, null, 0).ShouldBe(TimeSpan.Parse(wait));
        DeliveryRules.Wait(tries, null, 1).ShouldBe(TimeSpan.Parse(wait) * 1.2);
        DeliveryRules.Wait(tries, null, 1).ShouldBeLessThan(DeliveryRules.Furthest);
    }

    [Theory]
    [InlineData("00:00:01", "00:00:05")]
    [InlineData("01:00:00", "01:00:00")]
    [InlineData("30.00:00:00", "1.00:00:00")]
    [InlineData("10675199.00:00:00", "1.00:00:00")]
    public void A_receiver_may_ask_for_more_patience_and_for_no_more_than_a_day(string asked, string wait) =>
        DeliveryRules.Wait(1, TimeSpan.Parse(asked), 0).ShouldBe(TimeSpan.Parse(wait));

    [Fact]
    public void An_id_is_that_of_the_event_and_the_receiver_whoever_finds_it_and_has_no_dot()
    {
        var id = DeliveryRules.IdOf("01920000-0000-7000-8000-000000000000", "5", "callbacks.acme");

        id.ShouldBe(DeliveryRules.IdOf("01920000-0000-7000-8000-000000000000", "5", "callbacks.acme"));
        id.ShouldNotContain('.');
        new[] { DeliveryRules.IdOf("01920000-0000-7000-8000-000000000000", "6", "callbacks.acme"), DeliveryRules.IdOf("01920000-0000-7000-8000-000000000000", "5", "wh_1") }.ShouldNotContain(id);
    }

    [Fact]
    public void Callbacks_of_a_tenant_have_a_lane_for_each_host_and_a_bounded_number_of_them()
    {
        Lane.OfCallback("callbacks.acme", "https://one.example/a").ShouldBe(Lane.OfCallback("callbacks.acme", "https://one.example/b?x=1"));
        Lane.OfCallback("callbacks.acme", "https://one.example/a").ShouldNotBe(Lane.OfCallback("callbacks.other", "https://one.example/a"));
        Enumerable.Range(0, 5_000).Select(number => Lane.OfCallback("callbacks.acme", $"https://host{number}.example/")).Distinct().Count().ShouldBeInRange(200, 256);
    }

    [Fact]
    public void A_receiver_is_given_up_for_what_fails_without_end_and_not_for_what_failed_once_and_long_after_once_again()
    {
        var (now, after) = (new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(5));
        var (always, twice) = (Empty(), Empty());
        foreach (var lane in new[] { always, twice })
            LaneRules.Note(lane, new SendOutcome("refused", 500), now);
        LaneRules.End(twice); // Nothing waited in it any more.

        foreach (var lane in new[] { always, twice })
            LaneRules.Note(lane, new SendOutcome("refused", 500), now + after);

        LaneRules.IsHopeless(always, now + after, after).ShouldBeTrue();
        LaneRules.IsHopeless(twice, now + after, after).ShouldBeFalse();

        Lane Empty() => new() { Id = "lane", EndpointId = "endpoint", CreatedAt = now };
    }
}
