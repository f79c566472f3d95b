using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.Contracts;

namespace Wan.Planning;

/// <summary>Writes what came of a plan, for people and for programs.</summary>
internal static class PlanReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As lines of text.</summary>
    public static void Write(TextWriter writer, PlanOutcome outcome)
    {
        var input = outcome.Input;
        var video = outcome.Video.Expected;
        Line($"{outcome.Ended:N0} generations of {input.Model} ({video.Resolution}P, {outcome.Video.Estimate.OutputSeconds:0.#} s) in a day on {Count(input.Accounts, "account")} with {Count(outcome.Slots, "slot")} in all, seed {input.Seed}");
        Line($"  makespan          {Text(outcome.Makespan)}, {Ratio(outcome):0.000} of the {Text(outcome.Bound)} that slots and durations allow at best");
        Line($"  slots in use      {outcome.SlotsUsed:0.0} of {outcome.Slots} on average; they could make {outcome.PossiblePerDay:N0} a day");
        if (outcome.WaitingAfterDay > 0)
            Line($"  after a day       {outcome.WaitingAfterDay:N0} still wait: as many more each day if every day is like this, unless it asks for less than the slots can make");
        foreach (var (priority, waiting) in outcome.Waiting)
            Line($"  waiting, {priority,-8} p50 {Text(waiting.P50)}, p95 {Text(waiting.P95)}, p99 {Text(waiting.P99)} ({waiting.Count:N0} generations)");
        Line($"  detection delay   p50 {Text(outcome.Detection.P50)}, p99 {Text(outcome.Detection.P99)} ({outcome.Detection.Count:N0} ends of {Watched(input)})");
        Line($"  queries           {outcome.QueriesPerSecond:0.00} a second and account of {input.QueriesPerSecond:0.##}, at most {outcome.MostQueries} in one second");
        Line($"  submits           at most {outcome.MostSubmits} in a second of {input.SubmitsPerSecond:0.##}, and at most {outcome.MostRunning} tasks at once of {input.Running}, on any account");
        Line($"  money             {Cost(outcome)}");
        Line($"  replicas          {string.Join(", ", PlanSizing.Of(outcome).Select(replicas => $"{replicas.Service} {replicas.Count}"))}; half of a core for each, and one more of each lets one end without anybody waiting");
        foreach (var replicas in PlanSizing.Of(outcome))
            Line($"    {replicas.Service,-9} {replicas.Cores:0.000} of a core: {replicas.Load} (./wan bench {replicas.Benchmark})");

        void Line(FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>As one JSON object. Times are seconds.</summary>
    public static void WriteJson(TextWriter writer, PlanOutcome outcome)
    {
        var input = outcome.Input;
        writer.WriteLine(new JsonObject
        {
            ["model"] = input.Model,
            ["resolution"] = outcome.Video.Expected.Resolution,
            ["duration"] = outcome.Video.Expected.Duration,
            ["accounts"] = input.Accounts,
            ["generations"] = outcome.Ended,
            ["seed"] = input.Seed,
            ["makespan_s"] = outcome.Makespan.TotalSeconds,
            ["bound_s"] = outcome.Bound.TotalSeconds,
            ["makespan_ratio"] = Ratio(outcome),
            ["slots"] = outcome.Slots,
            ["slots_used"] = outcome.SlotsUsed,
            ["possible_per_day"] = outcome.PossiblePerDay,
            ["waiting_after_day"] = outcome.WaitingAfterDay,
            ["waiting_s"] = new JsonObject(outcome.Waiting.Select(waiting => KeyValuePair.Create(waiting.Key, (JsonNode?)Json(waiting.Value)))),
            ["detection_s"] = Json(outcome.Detection),
            ["queries_per_second_and_account"] = outcome.QueriesPerSecond,
            ["most_queries_in_a_second"] = outcome.MostQueries,
            ["most_submits_in_a_second"] = outcome.MostSubmits,
            ["most_tasks_at_once"] = outcome.MostRunning,
            ["cost"] = Total(outcome) is { } cost ? new JsonObject { ["amount"] = cost.Amount, ["currency"] = cost.Currency } : null,
            ["replicas"] = new JsonObject(PlanSizing.Of(outcome).Select(replicas => KeyValuePair.Create(replicas.Service, (JsonNode?)new JsonObject
            {
                ["count"] = replicas.Count,
                ["cores"] = replicas.Cores,
                ["load"] = replicas.Load,
                ["benchmark"] = replicas.Benchmark,
            }))),
        }.ToJsonString(Indented));
    }

    /// <summary>What all of it costs, by the price list; null where the price is not known.</summary>
    public static Money? Total(PlanOutcome outcome) => outcome.Video.Estimate.AmountMax is { } each
        ? new Money { Amount = (decimal.Parse(each.Amount, CultureInfo.InvariantCulture) * outcome.Ended).ToString("0.00####", CultureInfo.InvariantCulture), Currency = each.Currency }
        : null;

    private static double Ratio(PlanOutcome outcome) => outcome.Makespan / outcome.Bound;

    private static string Cost(PlanOutcome outcome) => Total(outcome) is { } total
        ? string.Create(CultureInfo.InvariantCulture, $"{decimal.Parse(total.Amount, CultureInfo.InvariantCulture):N2} {total.Currency}, {outcome.Video.Estimate.UnitPrice!.Amount:0.######} a second of video in {outcome.Input.Region} ({outcome.Video.Estimate.UnitPrice.Date:yyyy-MM-dd}); {(outcome.Video.Estimate.InputSecondsMax > 0 ? $"at most, with {outcome.Video.Estimate.InputSecondsMax:0.##} s of input video each" : "seconds of reference videos come on top")}")
        : outcome.Video.Estimate.Unknown ?? "not known";

    private static string Watched(PlanInput input) => input.Watched >= input.Accounts
        ? Count(input.Accounts, "account")
        : $"{input.Watched} of {Count(input.Accounts, "account")}; those of the others are known as late as theirs";

    private static string Count(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");

    private static JsonObject Json(Spread spread) => new()
    {
        ["count"] = spread.Count,
        ["p50"] = spread.P50.TotalSeconds,
        ["p95"] = spread.P95.TotalSeconds,
        ["p99"] = spread.P99.TotalSeconds,
        ["max"] = spread.Longest.TotalSeconds,
    };

    private static string Text(TimeSpan time) => Value(time).ToString(CultureInfo.InvariantCulture);

    private static FormattableString Value(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => $"{time.TotalSeconds:0.00} s",
        { TotalHours: < 2 } => $"{time.TotalMinutes:0.0} min",
        _ => $"{time.TotalHours:0.0} h",
    };
}
