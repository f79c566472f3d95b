using Wan.Fixtures.Hosts;
using Wan.Intake.Events;
using Wan.Intake.Views;

namespace Wan.Intake.Tests.Events;

/// <summary>The decisions about events, without a store.</summary>
public sealed class EventRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_state_is_noted_once_and_later_than_the_one_before()
    {
        var generation = Samples.Generation("accepted");
        StateChanges.Note(generation, Noon);
        StateChanges.Note(generation, Noon.AddSeconds(1));
        generation.CurrentState = "Submitting";
        StateChanges.Note(generation, Noon.AddSeconds(-1)); // By a clock that is behind.

        generation.Changes.ConvertAll(change => (change.Number, change.At, change.Status)).ShouldBe([(1, Noon, "accepted"), (2, Noon.AddTicks(1), "submitting")]);
        generation.ChangedAt.ShouldBe(Noon.AddTicks(1));
    }

    [Fact]
    public void The_last_forty_are_kept_with_their_numbers()
    {
        var generation = Samples.Generation("accepted");
        for (var number = 1; number <= 100; number++)
        {
            generation.CurrentState = number % 2 == 0 ? "Submitting" : "Uncertain";
            StateChanges.Note(generation, Noon.AddSeconds(number));
        }

        generation.Changes.ConvertAll(change => change.Number).ShouldBe(Enumerable.Range(61, 40));
    }

    [Fact]
    public void A_change_that_was_stored_late_gets_a_new_time()
    {
        var generation = Samples.Generation("accepted");
        StateChanges.Note(generation, Noon);

        StateChanges.CameLate(generation, Noon.AddSeconds(8), TimeSpan.FromSeconds(8)).ShouldBeFalse();
        StateChanges.CameLate(generation, Noon.AddHours(1), TimeSpan.FromSeconds(8)).ShouldBeTrue();
        generation.ChangedAt.ShouldBe(Noon.AddHours(1));
        StateChanges.CameLate(generation, Noon.AddHours(1), TimeSpan.FromSeconds(8)).ShouldBeFalse();
    }

    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        var sent = new SentChanges(Noon);
        for (var number = 0; number < 100; number++)
            sent.Add(new SentChange(Noon.AddSeconds(number), SentChange.MarkOf("some", number)));

        EventCursor.TryRead(sent.Cursor, out var cursor).ShouldBeTrue();
        cursor.Watermark.ShouldBe(Noon);
        cursor.Marks.Order().ShouldBe(Enumerable.Range(1, 99).Select(number => SentChange.MarkOf("some", number)).Order()); // The first is not later than the watermark.
    }

    [Fact]
    public void What_is_named_in_an_id_stays_short_and_the_rest_waits_until_it_needs_no_naming()
    {
        var pending = Pending(2_000, number => Noon.AddMilliseconds(number));
        var sent = new SentChanges(Noon.AddSeconds(-1));

        var now = SendRules.Send(pending, Noon.AddSeconds(-1), sent).ToList();
        var then = SendRules.Send([.. pending.Where(change => !sent.Knows(change.Sent))], Noon.AddMilliseconds(999), sent).ToList();

        now.Count.ShouldBe(SendRules.MostNamed);
        sent.Cursor.Length.ShouldBeLessThan(4_200);
        now.Concat(then).ShouldBe(pending.Take(1_000 + SendRules.MostNamed));
        sent.Watermark.ShouldBe(Noon.AddMilliseconds(999));
    }

    [Fact]
    public void Whoever_is_cut_anywhere_has_an_id_that_stands_for_what_was_sent()
    {
        var pending = Pending(50, number => Noon.AddSeconds(number / 3)); // Some at the same time.
        var sent = new SentChanges(Noon.AddSeconds(-100));
        var had = new HashSet<ulong>();

        foreach (var change in SendRules.Send(pending, Noon.AddSeconds(10), sent))
        {
            had.Add(change.Sent.Mark);
            EventCursor.TryRead(sent.Cursor, out var cursor).ShouldBeTrue();
            pending.ShouldAllBe(each => had.Contains(each.Sent.Mark) == (each.Sent.At <= cursor.Watermark || cursor.Marks.Contains(each.Sent.Mark)));
        }
    }

    [Fact]
    public void One_that_was_given_a_later_time_is_known_until_then()
    {
        var (sent, mark) = (new SentChanges(Noon), SentChange.MarkOf("some", 1));
        sent.Add(new SentChange(Noon.AddSeconds(1), mark));

        sent.Knows(new SentChange(Noon.AddSeconds(9), mark)).ShouldBeTrue();
        sent.Raise(Noon.AddSeconds(2));
        sent.Knows(new SentChange(Noon.AddSeconds(9), mark)).ShouldBeTrue();
    }

    [Fact]
    public void A_clock_that_is_put_on_does_not_hide_what_is_on_its_way()
    {
        var (clock, window) = (new MovedClock(), TimeSpan.FromSeconds(20));
        var horizon = new EventHorizon(window, clock);
        horizon.Look();
        var before = clock.GetUtcNow();

        clock.Move(TimeSpan.FromHours(1));

        horizon.Look().ShouldBeLessThan(before);
    }

    private static List<PendingChange> Pending(int count, Func<int, DateTimeOffset> at)
    {
        var summary = GenerationSummary.Of(Samples.Generation("accepted"));
        return
        [
            .. Enumerable.Range(0, count)
                .Select(number => new PendingChange(
                    new SentChange(at(number), SentChange.MarkOf("some", number)), "some", new StateChange { Number = number, At = at(number), Status = "accepted" }, summary))
                .OrderBy(change => change.Sent),
        ];
    }
}
