using System.Diagnostics;
using System.Diagnostics.Metrics;
using Wan.DashScope.Client;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;

namespace Wan.Submitter;

/// <summary>The meter <c>Wan.Submitter</c>.</summary>
internal sealed class SubmitterMetrics : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> posts;
    private readonly Counter<long> doubts;
    private readonly Counter<long> orphans;
    private readonly Counter<long> foreigners;

    public SubmitterMetrics(SharedDocuments shared, ArchiveRooms rooms)
    {
        meter = new Meter("Wan.Submitter");
        posts = meter.CreateCounter<long>("wan.submitter.posts", "{post}", "POSTs by account, model and outcome.");
        doubts = meter.CreateCounter<long>("wan.submitter.repairs", "{repair}", "Uncertain submissions by what became of them.");
        orphans = meter.CreateCounter<long>(
            "wan.submitter.orphans", "{task}", "Tasks made of a generation's request beside its own, which are paid and make no video for it.");
        foreigners = meter.CreateCounter<long>("wan.submitter.foreign_tasks", "{task}", "Ended tasks of other programs on our accounts.");
        meter.CreateObservableGauge(
            "wan.submitter.account.paused", () => Paused(shared), "{account}", "1 for an account that is not used for now, else 0.");
        meter.CreateObservableGauge(
            "wan.submitter.account.unreached", () => Unreached(shared), "{account}", "1 for an account that no POST gets out to, else 0.");
        meter.CreateObservableGauge(
            "wan.submitter.model.paused", () => PausedModels(shared), "{model}", "1 for a model that is not used on an account for now, else 0.");
        meter.CreateObservableGauge(
            "wan.submitter.archive.closed", () => rooms.Closed ? 1 : 0, "{archive}", "1 while nothing new is submitted since no video could be kept, else 0.");
        meter.CreateObservableGauge(
            "wan.submitter.slots.taken", () => Slots(shared), "{slot}", "Slots taken, by account and model.");
    }

    public void Posted(string account, string model, SubmitOutcome outcome) => posts.Add(
        1, new TagList { { "account", account }, { "model", model }, { "outcome", PostRules.Word(outcome) } });

    public void Repaired(string account, string model, string result) => doubts.Add(
        1, new TagList { { "account", account }, { "model", model }, { "result", result } });

    public void Orphaned(string account, string model) => orphans.Add(1, new TagList { { "account", account }, { "model", model } });

    public void Foreign(string account, string model) => foreigners.Add(1, new TagList { { "account", account }, { "model", model } });

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<int>> Paused(SharedDocuments shared) =>
        shared.States.Select(state => new Measurement<int>(state.PausedFor is null ? 0 : 1, new KeyValuePair<string, object?>("account", state.Id)));

    private static IEnumerable<Measurement<int>> Unreached(SharedDocuments shared) =>
        shared.States.Select(state => new Measurement<int>(state.MissedSince is null ? 0 : 1, new KeyValuePair<string, object?>("account", state.Id)));

    private static IEnumerable<Measurement<int>> PausedModels(SharedDocuments shared) => shared.Quotas.Select(quota => new Measurement<int>(
        quota.PausedFor is null ? 0 : 1,
        new KeyValuePair<string, object?>("account", quota.Account),
        new KeyValuePair<string, object?>("model", quota.Model)));

    private static IEnumerable<Measurement<int>> Slots(SharedDocuments shared) => shared.Quotas.Select(quota => new Measurement<int>(
        quota.Slots.Count,
        new KeyValuePair<string, object?>("account", quota.Account),
        new KeyValuePair<string, object?>("model", quota.Model)));
}
