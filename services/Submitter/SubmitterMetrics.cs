using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.DashScope.Uploads;
using Wan.Hosting.Tracing;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;

namespace Wan.Submitter;

/// <summary>The meter <c>Wan.Submitter</c>: what is POSTed and asked, what the accounts still have to give, and what stands in the way.</summary>
internal sealed class SubmitterMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Submitter");
    private readonly SharedDocuments shared;
    private readonly DashScopeAccounts accounts;
    private readonly SubmitterOptions options;
    private readonly TimeProvider time;
    private readonly LabelSet models = new(100);
    private readonly Counter<long> posts;
    private readonly Counter<long> queries;
    private readonly Counter<long> doubts;
    private readonly Counter<long> orphans;
    private readonly Counter<long> foreigners;
    private readonly Counter<long> uploads;

    public SubmitterMetrics(SharedDocuments shared, ArchiveRooms rooms, DashScopeAccounts accounts, IOptions<SubmitterOptions> options, TimeProvider time)
    {
        (this.shared, this.accounts, this.options, this.time) = (shared, accounts, options.Value, time);
        posts = meter.CreateCounter<long>("wan.submitter.posts", "{post}", "POSTs by account, model and outcome.");
        queries = meter.CreateCounter<long>("wan.submitter.queries", "{query}", "Submitter's own queries of the vendor, by account, kind and outcome.");
        doubts = meter.CreateCounter<long>("wan.submitter.repairs", "{repair}", "Uncertain submissions by what became of them.");
        orphans = meter.CreateCounter<long>(
            "wan.submitter.orphans", "{task}", "Tasks made of a generation's request beside its own, which are paid and make no video for it.");
        foreigners = meter.CreateCounter<long>("wan.submitter.foreign_tasks", "{task}", "Ended tasks of other programs on our accounts.");
        uploads = meter.CreateCounter<long>("wan.submitter.uploads", "{file}", "Files that were uploaded to the vendor's temporary storage, by account, model and outcome: uploaded, too_large, timed_out (it did not answer in time), failed.");
        meter.CreateObservableGauge("wan.submitter.account.paused", () => Accounts(state => state.PausedFor is not null), "{account}", "1 for an account that is not used for now, else 0.");
        meter.CreateObservableGauge("wan.submitter.account.unreached", () => Accounts(state => state.MissedSince is not null), "{account}", "1 for an account that no POST gets out to, else 0.");
        meter.CreateObservableGauge("wan.submitter.model.paused", () => Quotas(quota => quota.PausedFor is null ? 0 : 1), "{model}", "1 for a model that is not used on an account for now, else 0.");
        meter.CreateObservableGauge("wan.submitter.archive.closed", () => rooms.Closed ? 1 : 0, "{archive}", "1 while nothing new is submitted since no video could be kept, else 0.");
        meter.CreateObservableGauge("wan.submitter.slots.taken", () => Quotas(quota => quota.Slots.Count), "{slot}", "Slots taken, by account and model.");
        meter.CreateObservableGauge("wan.submitter.slots.free", () => Quotas(Free), "{slot}", "Slots that are free, by account and model, paused or not.");
        meter.CreateObservableGauge("wan.submitter.budget.allowed", () => Quotas(Allowed), "{post}/s", "POSTs a second that may be sent now, by account and model; 0 while it is paused or blocked.");
        Count = new SubmitterCount(meter, models);
    }

    /// <summary>What no document in memory says.</summary>
    public SubmitterCount Count { get; }

    public void Posted(string account, string model, SubmitOutcome outcome) => Add(posts, account, model, PostRules.Word(outcome));

    public void Asked(string account, string kind, object outcome) => queries.Add(1, new TagList
    {
        { WanAttributes.Account, account }, { WanAttributes.QueryKind, kind }, { WanAttributes.Outcome, WanTrace.Word(outcome) },
    });

    public void Uploaded(string account, string model, UploadOutcome outcome) => Add(
        uploads, account, model, outcome is UploadOutcome.Failed { Error.Code: DashScopeError.TimedOut } ? "timed_out" : WanTrace.Word(outcome));

    public void Repaired(string account, string model, object verdict) => Add(doubts, account, model, WanTrace.Word(verdict));

    public void Orphaned(string account, string model) => Add(orphans, account, model);

    public void Foreign(string account, string model) => Add(foreigners, account, model);

    public void Dispose() => meter.Dispose();

    private void Add(Counter<long> counter, string account, string model, string? outcome = null)
    {
        var tags = new TagList { { WanAttributes.Account, account }, { WanAttributes.Model, models.Of(model) } };
        if (outcome is not null)
            tags.Add(WanAttributes.Outcome, outcome);
        counter.Add(1, tags);
    }

    private int Free(Quota quota) => Limits(quota) is { } limits ? Math.Max(0, limits.Slots - quota.Slots.Count) : 0;

    private double Allowed(Quota quota)
    {
        var (now, state) = (time.GetUtcNow(), shared.State(quota.Account).Latest);
        var isHeld = quota.BlockedUntil > now || quota.PausedFor is not null || state?.PausedFor is not null;
        return !isHeld && Limits(quota) is { } limits ? 1 / (limits.Spacing.TotalSeconds * quota.Slowness) : 0;
    }

    // Null of an account that the configuration has no more.
    private QuotaLimits? Limits(Quota quota) =>
        accounts.All.FirstOrDefault(account => account.Name == quota.Account) is { } account ? QuotaLimits.Of(account, options) : null;

    private IEnumerable<Measurement<int>> Accounts(Func<AccountState, bool> is1) =>
        shared.States.Select(state => new Measurement<int>(is1(state) ? 1 : 0, new KeyValuePair<string, object?>(WanAttributes.Account, state.Id)));

    // All models behind the last that has a label of its own are one.
    private IEnumerable<Measurement<T>> Quotas<T>(Func<Quota, T> figure) where T : struct, System.Numerics.INumber<T> => shared.Quotas
        .GroupBy(quota => (quota.Account, Model: models.Of(quota.Model)), (key, quotas) => new Measurement<T>(
            quotas.Aggregate(T.Zero, (sum, quota) => sum + figure(quota)),
            new KeyValuePair<string, object?>(WanAttributes.Account, key.Account),
            new KeyValuePair<string, object?>(WanAttributes.Model, key.Model)));
}
