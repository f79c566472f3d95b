using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Tests;

public sealed class PauseRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(15);

    [Fact]
    public void Answers_that_were_on_the_wire_together_pause_once_and_a_try_that_fails_pauses_for_longer()
    {
        var now = Now;
        var state = new AccountState { Id = "default", CreatedAt = Now };
        var lengths = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            state.Pause("InvalidApiKey", now, Minute, Most, now).ShouldBeTrue();
            state.Pause("InvalidApiKey", now, Minute, Most, now.AddSeconds(1)).ShouldBeFalse();
            lengths.Add((state.PausedUntil!.Value - now).TotalMinutes);
            now = state.PausedUntil.Value;
            state.TakeProbe(now, now + Lease, Most).ShouldBeTrue();
        }

        lengths.ShouldBe([1, 2, 4, 8, 15, 15]);
    }

    [Fact]
    public void A_model_that_was_not_sent_pauses_itself_and_says_nothing_of_its_account()
    {
        var options = new SubmitterOptions();
        var account = new DashScopeAccount { Name = "default", ApiKey = "sk-1", BaseUrl = new Uri("https://example.com/api/v1") };
        var unsent = new SubmitOutcome.ModelUnavailable(new DashScopeError { Code = DashScopeError.UnknownModel, Message = "Set Catalogue:Models:m." });
        var state = new AccountState { Id = "default", CreatedAt = Now };
        var quota = new Quota { Id = "default/m", CreatedAt = Now, Account = "default", Model = "m" };
        state.Pause("InvalidApiKey", Now, Minute, Most, Now);

        PauseRules.SettleAccount(state, account, unsent, Now + Minute, options, Now + Minute);
        PauseRules.SettleModel(quota, unsent, Now, options, Now).ShouldBeTrue();

        state.PausedFor.ShouldBe("InvalidApiKey");
        quota.PausedFor.ShouldBe("Set Catalogue:Models:m.");
    }

    [Fact]
    public void A_pause_that_another_clock_has_set_too_far_away_is_tried()
    {
        var state = new AccountState { Id = "default", CreatedAt = Now };
        state.Pause("InvalidApiKey", Now, Minute, Most, Now.AddDays(1));

        state.IsHeld(Now, Most).ShouldBeFalse();
        state.TakeProbe(Now, Now + Lease, Most).ShouldBeTrue();

        state.IsHeld(Now, Most).ShouldBeTrue();
    }

    [Fact]
    public void A_try_of_a_paused_model_that_comes_to_nothing_leaves_the_next_one_its_turn()
    {
        var quota = new Quota { Id = "default/m", CreatedAt = Now, Account = "default", Model = "m" };
        quota.Pause("ModelNotFound", Now, Minute, Most, Now - Minute);
        var submission = new Submission { Id = "tried", CreatedAt = Now, Model = "m", RequestHash = "", Tenant = "t", Rank = 0 };
        var limits = new QuotaLimits(5, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

        var tried = PauseRules.Reserve(quota, limits, [submission, submission], Now + Lease, Most, Now).ShouldHaveSingleItem();
        PauseRules.Reserve(quota, limits, [submission], Now + Lease, Most, Now + Minute).ShouldBeEmpty();
        QuotaRules.Release(quota, submission.Id, tried.AttemptId, Now + Minute).ShouldBeTrue();

        PauseRules.Reserve(quota, limits, [submission], Now + Lease, Most, Now + Minute).ShouldHaveSingleItem();
    }
}
