using Wan.DashScope.Accounts;

namespace Wan.Submitter.Quotas;

/// <summary>What is shown of an account. Pure.</summary>
internal static class AccountViews
{
    public static AccountView Of(DashScopeAccount account, AccountState state, IReadOnlyList<Quota> quotas, DateTimeOffset now) => new()
    {
        Name = account.Name,
        Kind = account.Kind.ToString().ToLowerInvariant(),
        Region = account.Region,
        Models = account.Models.Count == 0 ? null : account.Models,
        Slots = new SlotsView(quotas.Sum(quota => quota.Slots.Count), quotas.Count * account.RunningTasks),
        SubmitsPerSecond = account.SubmitsPerSecond,
        Paused = PauseOf(state),
        Unreachable = state.MissedSince is { } since ? new UnreachableView(since, state.MissedFor) : null,
        Quotas = [.. quotas.Select(quota => Of(quota, account, now))],
    };

    private static QuotaView Of(Quota quota, DashScopeAccount account, DateTimeOffset now)
    {
        var next = quota.BlockedUntil > quota.NextSubmitAt ? quota.BlockedUntil.Value : quota.NextSubmitAt;
        return new QuotaView
        {
            Model = quota.Model,
            Slots = new SlotsView(quota.Slots.Count, account.RunningTasks),
            Paused = PauseOf(quota),
            NextSubmit = next > now ? next : null,
            Slowness = quota.Slowness,
            Starts = quota.Starts,
            Throttles = quota.Throttles,
        };
    }

    private static PauseView? PauseOf(Pausable pausable) => pausable.PausedFor is { } reason ? new PauseView(pausable.PausedUntil, reason) : null;
}
