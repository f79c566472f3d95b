using System.Net;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[Collection("rabbitmq 3")]
public sealed class OneProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_hundred_generations_are_completed_with_a_task_each_and_the_metrics_say_what_the_vendor_says()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 20, ("OTEL_METRICS_EXPORTER", "prometheus"), ("Accounts__0__Region", "cn-beijing"));
        var orders = Order.Mixed(100);

        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);

        await Proof.CheckAsync(installation, orders, generations);
        await CheckMetricsAsync(installation, generations);
    }

    [Fact]
    public async Task A_dry_run_and_a_refused_request_reach_neither_store_nor_vendor()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 5);
        var orders = Order.Mixed(6);

        foreach (var order in orders)
        {
            var (status, answer) = await installation.Door.PostAsync("/v1/generations?dryRun=true", order.Body);
            status.ShouldBe(HttpStatusCode.OK, answer.ToString());
            answer.GetProperty("vendor_body").GetString()!.ShouldContain(order.Prompt);
            answer.GetProperty("estimate").GetProperty("output_seconds").GetDecimal().ShouldBe(order.Seconds);

            (status, answer) = await installation.Door.PostAsync("/v1/generations", Order.Spoilt(order.Body));
            status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.ToString());
        }

        (await installation.Door.CountAsync()).ShouldBe(0);
        var placed = await installation.Door.PlaceAsync(orders[0]);
        await installation.Door.WaitForEndsAsync([placed], Patience, installation.Tails);
        (await installation.Simulator.CountAsync("submits")).ShouldBe(1);
        (await installation.Simulator.GetLedgerAsync()).Tasks.ShouldHaveSingleItem().Prompt.ShouldBe(orders[0].Prompt);
        (await installation.Door.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Killed_in_mid_run_and_started_again_it_finishes_what_it_has_taken_and_pays_nothing_twice()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 10);
        var orders = Order.Mixed(49);
        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 20, () => $"20 tasks{installation.Tails()}");

        await installation["Standalone"].KillAsync();
        await installation["Standalone"].StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations, mayBeUncertain: true);
    }

    private static async Task CheckMetricsAsync(Installation installation, IReadOnlyList<Generation> generations)
    {
        // Tasks of others are looked for all the time.
        Scrape? scrape = null;
        (double, double) vendor = default, ours = default;
        await Eventually.UntilAsync(
            async () =>
            {
                (vendor, ours) = await AskedAsync();
                return vendor == ours;
            },
            () => $"as many queries and lists counted here {ours} as at the vendor {vendor}");
        var ledger = await installation.Simulator.GetLedgerAsync();
        var counters = ledger.Counters;

        scrape!.Sum("wan_submitter_posts_total").ShouldBe(counters["submits"]);
        scrape.Sum("wan_submitter_posts_total", ("wan_outcome", "accepted")).ShouldBe(counters["tasks"]);
        scrape.Sum("wan_submitter_queries_total", ("wan_outcome", "throttled")).ShouldBe(0);
        scrape.Sum("wan_poller_queries_total", ("wan_outcome", "throttled")).ShouldBe(counters["throttled_queries"]);
        scrape.Sum("wan_generations_received_total", ("wan_outcome", "accepted")).ShouldBe(generations.Count);
        scrape.Sum("wan_generations_ended_total", ("wan_generation_status", "completed")).ShouldBe(generations.Count);
        scrape.Sum("wan_generation_attempts_sum").ShouldBe(counters["submits"]);
        scrape.Sum("wan_detection_delay_seconds_count").ShouldBe(generations.Count);
        scrape.Sum("wan_archiver_videos_total").ShouldBe(generations.Count);
        scrape.Sum("wan_archiver_bytes_total").ShouldBe(generations.Sum(generation => generation.Video!.Bytes));
        generations.Sum(generation => generation.Cost.GetProperty("settled").GetProperty("billed_seconds").GetDecimal()).ShouldBe(ledger.Tasks.Sum(task => task.BilledSeconds));
        scrape.Sum("wan_cost_settled_total").ShouldBe(generations.Sum(Settled), 0.01);
        scrape.Sum("wan_poller_tasks").ShouldBe(0);
        CheckNames(scrape);

        async Task<((double, double) Vendor, (double, double) Ours)> AskedAsync()
        {
            var said = (await installation.Simulator.GetLedgerAsync()).Counters;
            scrape = await Scrape.ReadAsync(installation["Standalone"]);
            return ((said["queries"], said["lists"]), (Kind("ask"), Kind("list")));
        }

        double Kind(string kind) => scrape!.Sum("wan_poller_queries_total", ("wan_query_kind", kind)) + scrape.Sum("wan_submitter_queries_total", ("wan_query_kind", kind));
    }

    private static double Settled(Generation generation) => double.Parse(
        generation.Cost.GetProperty("settled").GetProperty("amount").GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    // The page says in which name and with which labels.
    private static void CheckNames(Scrape scrape)
    {
        var rows = File.ReadAllLines(Repository.File("docs", "metrics.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 8 && cells[1].StartsWith('`'))
            .ToDictionary(cells => cells[2].Trim('`'), cells => cells[5].Replace("`", "", StringComparison.Ordinal).Replace('.', '_').Split(", "));
        foreach (var (name, labels) in scrape.Ours.DistinctBy(ours => ours.Name))
        {
            var whole = new[] { "_bucket", "_sum", "_count" }.Where(part => name.EndsWith(part, StringComparison.Ordinal)).Select(part => name[..^part.Length]).FirstOrDefault(name);
            rows.ShouldContainKey(whole);
            labels.Except(["otel_scope_name", "le", .. rows[whole]]).ShouldBeEmpty(name);
        }
    }
}
