using System.Diagnostics;
using System.Globalization;
using Wan.Bench.Pipeline;
using Wan.Bench.Quota;
using Wan.Fixtures;
using Wan.Planning;
using Wan.Planning.Simulation;

namespace Wan.Bench.Plan;

/// <summary>
/// What <c>./wan plan</c> says, against the four processes over RabbitMQ with the same generations, accounts and render times: the time from the first request until the
/// last end is known, how late ends are known, and the processor time that each service takes with so many accounts. And how long a plan of a million takes. <c>--count N</c> changes the 60 generations, <c>--accounts N</c> the 2 accounts, <c>--million 0</c> leaves the large plan out.
/// </summary>
internal static class PlanBenchmark
{
    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var count = PipelineBenchmark.Number(args, "--count", 60);
        var accounts = PipelineBenchmark.Number(args, "--accounts", 2);
        var figures = new Dictionary<string, double>();
        await MeasureAsync(figures, count, accounts);
        if (PipelineBenchmark.Number(args, "--million", 1) != 0)
            PlanMany(figures);
        return figures;
    }

    private static async Task MeasureAsync(Dictionary<string, double> figures, int count, int accounts)
    {
        var broker = await PipelineBenchmark.StartBrokerAsync();
        await using var ending = (IAsyncDisposable)broker;
        var rabbitMq = await broker.CreateVirtualHostAsync();
        using var folder = new TemporaryFolder();
        var vendorSettings = QuotaSettings.Simulator(folder.Path);
        string[] names = [.. Enumerable.Range(1, accounts).Select(number => $"account-{number}")];
        foreach (var name in names)
            vendorSettings[$"Simulator__Accounts__{name}__0"] = $"sk-{name}";
        await using var vendor = new ServiceProcess("Simulator", vendorSettings);
        await vendor.StartAsync();
        using var simulator = new SimulatorClient(vendor.Address);
        var settings = QuotaSettings.Services(rabbitMq, folder.Path, vendor.Address);
        settings.Remove("DASHSCOPE_API_KEY");
        settings.Remove("DASHSCOPE_HTTP_BASE_URL");
        foreach (var (index, name) in names.Index())
        {
            settings[$"Accounts__{index}__Name"] = name;
            settings[$"Accounts__{index}__ApiKey"] = $"sk-{name}";
            settings[$"Accounts__{index}__BaseUrl"] = new Uri(vendor.Address, "/api/v1").AbsoluteUri;
        }

        var services = new[] { "Intake", "Archiver", "Submitter", "Poller" }.Select(name => new ServiceProcess(name, settings)).ToList();
        try
        {
            foreach (var service in services)
                await service.StartAsync();
            await using var requester = await Requester.StartAsync(rabbitMq);
            var told = new RenderedTimes();
            await using var ears = await BenchBus.StartAsync(rabbitMq, static bus => bus.AddConsumer<RenderedConsumer>(), told);
            var before = services.Select(service => service.ProcessorTime).ToList();
            var begins = DateTimeOffset.UtcNow;
            await requester.RequestAsync(count, static () => { });
            var seconds = (DateTimeOffset.UtcNow - begins).TotalSeconds;
            foreach (var (service, then) in services.Zip(before))
            {
                figures[$"{service.Service.ToLowerInvariant()}_processor_ms_per_generation"] = (service.ProcessorTime - then).TotalMilliseconds / count;
                figures[$"{service.Service.ToLowerInvariant()}_processor_ms_per_s_and_account"] = (service.ProcessorTime - then).TotalMilliseconds / seconds / accounts;
            }

            var ledger = await simulator.GetLedgerAsync();
            var tasks = ledger.Tasks.OrderBy(task => task.SubmittedAt).ToList();
            var real = told.Values.Max() - begins;
            var late = Spread.Of(tasks.Select(task => told[task.Id] - task.EndsAt!.Value));

            // The same render times in the order in which they were begun: one priority and tenant, so that nothing else decides it.
            var load = new Load(new TimeSpan[count], [.. tasks.Select(task => task.EndsAt!.Value - task.ScheduledAt!.Value)], [.. tasks.Select(_ => (byte)1)]);
            var plan = PlanRun.Of(
                new PlanInput { Model = "wan2.6-r2v-flash", Duration = 2, Size = "1280*720", Accounts = accounts, PerDay = count, Latency = TimeSpan.FromMilliseconds(5), Watched = accounts },
                load);
            Say($"real {real.TotalSeconds:0.00} s, plan {plan.Makespan.TotalSeconds:0.00} s, bound {plan.Bound.TotalSeconds:0.00} s; ends known after {late.P50.TotalSeconds:0.000} s (p50) and {late.P99.TotalSeconds:0.000} s (p99), by the plan {plan.Detection.P50.TotalSeconds:0.000} s and {plan.Detection.P99.TotalSeconds:0.000} s");
            figures["real_makespan_s"] = real.TotalSeconds;
            figures["plan_makespan_s"] = plan.Makespan.TotalSeconds;
            figures["plan_to_real"] = plan.Makespan / real;
            figures["real_detection_p50_s"] = late.P50.TotalSeconds;
            figures["plan_detection_p50_s"] = plan.Detection.P50.TotalSeconds;
            figures["real_queries_per_task"] = (double)ledger.Accounts.Sum(account => account.Asked) / count;
            figures["plan_queries_per_task"] = plan.QueriesPerSecond * accounts * plan.Makespan.TotalSeconds / count;
        }
        finally
        {
            foreach (var service in services)
                await service.DisposeAsync();
        }
    }

    private static void PlanMany(Dictionary<string, double> figures)
    {
        foreach (var (generations, accounts) in new[] { (100_000, 40), (1_000_000, 400) })
        {
            var watch = Stopwatch.StartNew();
            var input = new PlanInput { Accounts = accounts, PerDay = generations, High = 0.1, Low = 0.2 };
            var outcome = PlanRun.Of(input, Load.Of(input));
            Say($"{generations:N0} on {accounts} accounts planned in {watch.Elapsed.TotalSeconds:0.0} s, {outcome.Makespan.TotalHours:0.0} h of theirs");
            figures[$"plan_s_{generations}"] = watch.Elapsed.TotalSeconds;
        }
    }

    private static void Say(FormattableString text) => Console.Error.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
