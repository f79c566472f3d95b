using Wan.DashScope.Accounts;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Tests;

/// <summary>Why a generation waits, as a word and a sentence.</summary>
public sealed class WaitRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void While_a_slot_is_free_it_waits_for_those_before_it()
    {
        Of(ahead: 3, Account(taken: 1)).ShouldBe(("turn", "3 go before it"));
        Of(ahead: 1, Account(taken: 1)).ShouldBe(("turn", "one goes before it"));
        Of(ahead: 0, Account(taken: 1)).ShouldBe(("turn", "it is next, and starts within moments"));
        Of(ahead: null, Account(taken: 1)).ShouldBe(("turn", "its turn had not come"));
    }

    [Fact]
    public void Without_a_free_slot_it_waits_for_one()
    {
        Of(ahead: 2, Account(taken: 5), Account(taken: 5)).ShouldBe(("slots", "all 10 slots for m are taken: the vendor runs no more tasks at once; 2 go before it"));
        Of(ahead: 0, Account(taken: 6)).ShouldBe(("slots", "all 5 slots for m are taken: the vendor runs no more tasks at once"));
        Of(ahead: 0, Account(taken: 5), Account(taken: 4)).Reason.ShouldBe("turn");
    }

    [Fact]
    public void While_submits_keep_their_distance_it_waits_for_the_next()
    {
        var (blocked, busy) = (Account(), Account());
        blocked.Quota.BlockedUntil = Now.AddSeconds(10);
        busy.Quota.NextSubmitAt = Now.AddSeconds(5);

        Of(ahead: 0, blocked, busy).ShouldBe(("pace", "a slot is free, but the next submit may be arranged at 12:00:04.0 UTC: the vendor takes so many in a second"));
        Of(ahead: 0, blocked, Account()).Reason.ShouldBe("turn");
    }

    [Fact]
    public void While_no_account_can_be_used_it_says_which_and_why()
    {
        var (paused, missed, model) = (Account(), Account(), Account());
        paused.State.Pause("Arrearage", Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), Now);
        missed.State.Miss("no such host", Now);
        model.Quota.Pause("not offered", Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), Now);

        Of(ahead: 0, paused).ShouldBe(("paused", "account a is paused until 2026-11-01 12:01:00Z: Arrearage"));
        Of(ahead: 0, missed).ShouldBe(("unreachable", "account a has not been reached since 2026-11-01 12:00:00Z: no such host"));
        Of(ahead: 0, model).Reason.ShouldBe("paused");
        Of(ahead: 0, paused, missed).Reason.ShouldBe("paused");
        Of(ahead: 0, paused, missed, Account()).Reason.ShouldBe("turn");
    }

    [Fact]
    public void An_account_that_is_paused_since_it_can_not_be_reached_is_called_unreachable()
    {
        var account = Account();
        account.State.Miss("no such host", Now);
        account.State.Pause("https://a can't be reached", Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), Now);

        Of(ahead: 0, account).ShouldBe(("unreachable", "account a is paused until 2026-11-01 12:01:00Z: https://a can't be reached"));
    }

    [Fact]
    public void Without_an_account_or_room_nothing_else_counts()
    {
        Of(ahead: 0).ShouldBe(("no_account", "no account may run m; add the model to one in the section Accounts"));
        var wait = WaitRules.Of(new LineView("m", "no video could be kept: full.", [Account(taken: 5)], Now), ahead: 4);
        (wait.Reason, wait.WaitingFor, wait.IsObstacle).ShouldBe(("archive_room", "no video could be kept: full.", true));
    }

    private static (string Reason, string WaitingFor) Of(long? ahead, params AccountSupply[] accounts)
    {
        var wait = WaitRules.Of(new LineView("m", Room: null, accounts, Now), ahead);
        return (wait.Reason, wait.WaitingFor);
    }

    private static AccountSupply Account(int taken = 0)
    {
        var account = new DashScopeAccount { Name = "a", ApiKey = "sk", BaseUrl = new Uri("https://a.example.com") };
        var quota = new Quota { Id = "a/m", CreatedAt = Now, Account = "a", Model = "m" };
        for (var slot = 0; slot < taken; slot++)
            quota.Slots[$"{slot}"] = new Slot($"{slot}", Now);
        return new AccountSupply(account, QuotaLimits.Of(account, new SubmitterOptions()), new AccountState { Id = "a", CreatedAt = Now }, quota);
    }
}
