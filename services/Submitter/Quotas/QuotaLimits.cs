using Wan.DashScope.Accounts;

namespace Wan.Submitter.Quotas;

/// <summary>How a quota may be spent.</summary>
/// <param name="Slots">Tasks at once.</param>
/// <param name="Spacing">Between two POSTs.</param>
/// <param name="Horizon">How far ahead POSTs may be arranged.</param>
internal sealed record QuotaLimits(int Slots, TimeSpan Spacing, TimeSpan Horizon)
{
    /// <summary>
    /// The account's limits. POSTs are spaced evenly and a little wider than the limit: of n + 1 in a row the last is sent a whole second and
    /// the margin after the first, so that clocks and networks may be off by the margin before the vendor sees n + 1 in one second.
    /// </summary>
    public static QuotaLimits Of(DashScopeAccount account, SubmitterOptions options) => new(
        account.RunningTasks,
        (TimeSpan.FromSeconds(1) + options.SpacingMargin) / account.SubmitsPerSecond,
        options.Horizon);
}
