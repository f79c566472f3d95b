using Wan.DashScope.Client;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>How far ahead times in shared documents can lie, and what becomes of those that lie further.</summary>
public sealed class SharedTimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Off = TimeSpan.FromHours(2);
    private static readonly QuotaLimits Limits = new(5, TimeSpan.FromSeconds(0.24), TimeSpan.FromSeconds(1));
    private static readonly SubmitterOptions Options = new();

    [Fact]
    public void A_quota_from_a_clock_that_was_ahead_gives_way_at_once_and_each_field_is_named()
    {
        var quota = NewQuota();
        quota.NextSubmitAt = Now + Off;
        quota.BlockedUntil = Now + Off;
        quota.Slots["g"] = new Slot("a", Now + Off);
        quota.PausedUntil = Now + Off;

        var cut = SharedTimes.Bound(quota, Limits, Options, Options.LongestPause, Now, Allowance);

        cut.Select(time => time.Field).ShouldBe(["next_submit_at", "blocked_until", "slots.g.since", "paused_until"], ignoreOrder: true);
        quota.NextSubmitAt.ShouldBe(QuotaRules.LatestTicket(Limits, Now));
        quota.BlockedUntil.ShouldBe(Now + Options.LongestBlock);
        quota.Slots["g"].Since.ShouldBe(Now);
        QuotaRules.Capacity(quota, Limits, Now + Options.LongestBlock).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_the_rules_can_put_there_is_left_even_by_clocks_that_differ_a_little()
    {
        var quota = NewQuota();
        var ahead = Now + Allowance;
        for (var setback = 0; setback < 20; setback++)
            QuotaRules.Block(quota, Options.ShortestBlock, Options.LongestBlock, slowStart: true, ahead);
        quota.BlockedUntil = null;
        var granted = QuotaRules.Reserve(quota, Limits, ahead, Enumerable.Range(0, 5).Select(_ => NewSubmission())).Count;
        granted.ShouldBeGreaterThan(0);
        for (var late = 0; late < Limits.Slots; late++)
            QuotaRules.TakeTicket(quota, Limits, ahead);
        QuotaRules.Block(quota, Options.ShortestBlock, Options.LongestBlock, slowStart: true, ahead);

        SharedTimes.Bound(quota, Limits, Options, Options.LongestPause, Now, Allowance).ShouldBeEmpty();
    }

    [Fact]
    public void Times_hours_in_the_past_bind_nobody()
    {
        var quota = NewQuota();
        quota.NextSubmitAt = Now - Off;
        quota.BlockedUntil = Now - Off;

        SharedTimes.Bound(quota, Limits, Options, Options.LongestPause, Now, Allowance).ShouldBeEmpty();
        QuotaRules.Capacity(quota, Limits, Now).ShouldBe(5);
        QuotaRules.TakeTicket(quota, Limits, Now).ShouldBe(Now);
        quota.NextSubmitAt.ShouldBe(Now + Limits.Spacing);
    }

    [Fact]
    public void An_accounts_pause_and_turns_at_the_list_are_bounded()
    {
        var state = new AccountState
        {
            Id = "default",
            CreatedAt = Now,
            PausedFor = "Arrearage",
            PausedUntil = Now + Off,
            ProbedAt = Now + Off,
            NextListAt = Now + Off,
            ListDoubtedUntil = Now + AccountState.DoubtFor + Off,
        };

        var cut = SharedTimes.Bound(state, TimeSpan.FromSeconds(1), Options.LongestPause, Now, Allowance);

        cut.Count.ShouldBe(4);
        state.PausedUntil.ShouldBe(Now + Options.LongestPause);
        state.ProbedAt.ShouldBe(Now);
        state.NextListAt.ShouldBeLessThan(Now + TimeSpan.FromMinutes(5));
        state.ListDoubtedUntil.ShouldBe(Now + AccountState.DoubtFor);
        SharedTimes.Bound(state, TimeSpan.FromSeconds(1), Options.LongestPause, Now, Allowance).ShouldBeEmpty("once is enough");
    }

    [Fact]
    public void A_posting_submission_from_a_clock_that_was_ahead_is_doubted_only_after_the_longest_that_a_post_takes()
    {
        var client = new DashScopeClientOptions();
        var submission = NewSubmission();
        submission.Begin(new Reservation(submission.Id, "default", "a", Now + Off), Now + Off, Now + Off + client.SubmitTimeout, "mark");

        PutOffRules.DrawIn(submission, Options, client, Now);

        submission.DueAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(Now + client.SubmitTimeout);
        submission.Attempt!.SendAt.ShouldBe(submission.CreatedAt, "the list must be looked at from where it may have been sent");
    }

    [Fact]
    public void Where_its_own_time_is_wrong_too_its_id_tells_since_when_it_may_have_been_sent()
    {
        var given = Now.AddMinutes(-3);
        var submission = NewSubmission(Guid.CreateVersion7(given).ToString(), Now + Off);
        submission.Begin(new Reservation(submission.Id, "default", "a", Now + Off), Now + Off, Now + Off, "mark");
        var older = NewSubmission("not-a-uuid", Now + Off);
        older.Begin(new Reservation(older.Id, "default", "a", Now + Off), Now + Off, Now + Off, "mark");

        PutOffRules.DrawIn(submission, Options, new DashScopeClientOptions(), Now);
        PutOffRules.DrawIn(older, Options, new DashScopeClientOptions(), Now);

        submission.Attempt!.SendAt.ShouldBe(given);
        older.Attempt!.SendAt.ShouldBe(Now - Options.Repair.ForgottenAfter, "then only a person can tell");
    }

    [Fact]
    public void One_in_the_line_gets_its_old_place_back()
    {
        var submission = NewSubmission();
        submission.DueAt = Now + Off;

        PutOffRules.DrawIn(submission, Options, new DashScopeClientOptions(), Now);

        submission.DueAt.ShouldBe(submission.CreatedAt);
    }

    private static Quota NewQuota() => new() { Id = "default/m", CreatedAt = Now, Account = "default", Model = "m" };

    private static Submission NewSubmission(string? id = null, DateTimeOffset? createdAt = null) => new()
    {
        Id = id ?? Guid.NewGuid().ToString(), CreatedAt = createdAt ?? Now.AddMinutes(-1), Model = "m", RequestHash = "", Tenant = "t", Rank = Priorities.Rank(1, 0),
    };
}
