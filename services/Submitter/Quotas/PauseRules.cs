using Wan.DashScope.Accounts;
using Wan.DashScope.Client;

namespace Wan.Submitter.Quotas;

/// <summary>
/// When an account, or one model on it, is paused and used again: what is wrong with it would fail or hold up one generation after the other.
/// Pure: documents, an outcome and a clock in, a changed document out.
/// </summary>
internal static class PauseRules
{
    // The first few are left to the short blocks of the quota: most addresses that can't be reached can be a moment later.
    private const int MissesBeforePause = 4;

    /// <summary>Whether this outcome can change an account that nothing is known to be wrong with.</summary>
    public static bool Concerns(SubmitOutcome outcome, DashScopeAccount account) =>
        outcome is SubmitOutcome.NotSent || AccountReason(outcome, account) is not null;

    /// <summary>What a POST says of its account.</summary>
    /// <param name="state">Changed.</param>
    /// <param name="account">The account.</param>
    /// <param name="outcome">What came of the POST.</param>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="options">How long pauses are.</param>
    /// <param name="now">The clock.</param>
    /// <returns>Whether that changed anything.</returns>
    public static bool SettleAccount(
        AccountState state, DashScopeAccount account, SubmitOutcome outcome, DateTimeOffset sentAt, SubmitterOptions options, DateTimeOffset now)
    {
        if (outcome is SubmitOutcome.NotSent missed)
        {
            state.Miss(missed.Message, now);
            var again = state.Misses >= MissesBeforePause && now - state.MissedSince >= options.ShortestPause;

            // A try that does not get out costs nothing, so that these pauses stay short: the address may be there again any minute.
            if (!again || !state.Pause(Unreached(account, missed.Message), sentAt, options.ShortestPause, options.ShortestPause, now))
                state.EndProbe(sentAt, now);
            return true;
        }

        // Nothing was sent: that says nothing of the account.
        if (outcome is SubmitOutcome.ModelUnavailable { Error.Code: DashScopeError.UnknownModel })
            return state.EndProbe(sentAt, now);
        var reached = state.Reach();
        if (AccountReason(outcome, account) is { } reason)
            return state.Pause(reason, sentAt, options.ShortestPause, options.LongestPause, now) | reached;

        // An answer to the request itself, and one about the model, show that the account works; any other has not found out.
        var works = outcome is SubmitOutcome.Accepted or SubmitOutcome.Refused or SubmitOutcome.ModelUnavailable;
        return (works ? state.Resume() : state.EndProbe(sentAt, now)) | reached;
    }

    /// <summary>What a POST says of its model on its account.</summary>
    /// <param name="quota">Changed.</param>
    /// <param name="outcome">What came of the POST.</param>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="options">How long pauses are.</param>
    /// <param name="now">The clock.</param>
    /// <returns>Whether that changed anything.</returns>
    public static bool SettleModel(Quota quota, SubmitOutcome outcome, DateTimeOffset sentAt, SubmitterOptions options, DateTimeOffset now) => outcome switch
    {
        SubmitOutcome.ModelUnavailable unavailable =>
            quota.Pause(Unavailable(unavailable.Error), sentAt, options.ShortestPause, options.LongestPause, now),
        SubmitOutcome.Accepted or SubmitOutcome.Refused => quota.Resume(),
        _ => quota.EndProbe(sentAt, now),
    };

    /// <summary>As <see cref="QuotaRules.Reserve"/>; for a paused model one at most, and only when the time to try it has come.</summary>
    /// <param name="quota">Changed.</param>
    /// <param name="limits">How it may be spent.</param>
    /// <param name="wanted">For these, the first first.</param>
    /// <param name="tryEnds">When a try is over at the latest.</param>
    /// <param name="longest">As in <see cref="Pausable.IsHeld"/>.</param>
    /// <param name="now">The clock.</param>
    public static IReadOnlyList<Reservation> Reserve(
        Quota quota, QuotaLimits limits, IReadOnlyList<Submission> wanted, DateTimeOffset tryEnds, TimeSpan longest, DateTimeOffset now)
    {
        if (quota.PausedFor is null)
            return QuotaRules.Reserve(quota, limits, now, wanted);
        if (quota.IsHeld(now, longest))
            return [];
        var granted = QuotaRules.Reserve(quota, limits, now, wanted.Take(1));
        if (granted.Count > 0)
            quota.TakeProbe(now, tryEnds, longest);
        return granted;
    }

    private static string? AccountReason(SubmitOutcome outcome, DashScopeAccount account) => outcome switch
    {
        SubmitOutcome.Unauthorised unauthorised => unauthorised.Error.Code,
        SubmitOutcome.Throttled { Kind: ThrottleKind.Allocation or ThrottleKind.Billing } throttled => throttled.Error.Code,
        SubmitOutcome.WrongAddress wrong =>
            $"{account.BaseUrl} does not take submits (HTTP {wrong.Error.HttpStatus}); correct the address of the account, or what stands between here and there.",

        // Whether there is a task is not known then; but the next POST would end the same way.
        SubmitOutcome.Unknown { Error: { IsPage: true, HttpStatus: < 300 } page } =>
            $"{account.BaseUrl} answers with a web page (HTTP {page.HttpStatus}); correct the address of the account, or what stands between here and there.",
        _ => null,
    };

    private static string Unreached(DashScopeAccount account, string why) =>
        $"{account.BaseUrl} can't be reached: {why} Correct the address of the account, or the name service, proxy or certificates of this host.";

    private static string Unavailable(DashScopeError error) => error.Code == DashScopeError.UnknownModel ? error.Message :
        $"the vendor does not offer it there ({error.Code}: {error.Message}); "
        + "correct the model's name, the region and address of the account, or which models the account may run.";
}
