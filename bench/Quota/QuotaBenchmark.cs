using System.Diagnostics;
using System.Globalization;
using Wan.Bench.Pipeline;
using Wan.Fixtures;

namespace Wan.Bench.Quota;

/// <summary>
/// How well the upstream's slots are used: generations with render times from a fixed seed through the four processes over RabbitMQ, with the
/// vendor's true limits, at several numbers of Submitter and Poller replicas. The time from the first request to the last archived video is
/// held against what no one can beat: the larger of all render time over the slots and the longest task.
/// <c>--count N</c> changes the 200 generations, <c>--replicas 1,2,4</c> the replicas.
/// </summary>
internal static class QuotaBenchmark
{
    private const int Slots = 5;

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var count = int.Parse(Option(args, "--count") ?? "200", CultureInfo.InvariantCulture);
        var replicas = (Option(args, "--replicas") ?? "1,2,4").Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture));
        await using var broker = (IAsyncDisposable)new RabbitMqBroker();
        await ((RabbitMqBroker)broker).InitializeAsync();

        var figures = new Dictionary<string, double>();
        var (throttled, submits, mostInASecond, mostAtOnce) = (0L, 0L, 0L, 0L);
        var runs = 0;
        foreach (var number in replicas)
        {
            var (ratio, vendor) = await MeasureAsync(await ((RabbitMqBroker)broker).CreateVirtualHostAsync(), number, count);
            figures[$"makespan_ratio_{number}"] = ratio;
            throttled += vendor.Counters["throttled"];
            submits += vendor.Counters["submits"];
            mostInASecond = Math.Max(mostInASecond, vendor.Accounts.Max(account => account.MaxSubmitsInASecond));
            mostAtOnce = Math.Max(mostAtOnce, vendor.Accounts.SelectMany(account => account.Models.Values).Max(model => model.MaxUnfinished));
            runs++;
        }

        figures["throttled"] = throttled;
        figures["attempts_per_generation"] = (double)submits / (count * runs);
        figures["max_submits_in_a_second"] = mostInASecond;
        figures["max_tasks_at_once"] = mostAtOnce;
        return figures;
    }

    private static async Task<(double Ratio, Ledger Ledger)> MeasureAsync(string rabbitMq, int replicas, int count)
    {
        using var folder = new TemporaryFolder();
        await using var vendor = new ServiceProcess("Simulator", QuotaSettings.Simulator(folder.Path));
        await vendor.StartAsync();
        using var simulator = new SimulatorClient(vendor.Address);

        var settings = QuotaSettings.Services(rabbitMq, folder.Path, vendor.Address);
        var services = new[] { "Intake", "Archiver" }
            .Concat(Enumerable.Repeat("Submitter", replicas)).Concat(Enumerable.Repeat("Poller", replicas))
            .Select(name => new ServiceProcess(name, settings)).ToList();
        try
        {
            foreach (var service in services)
                await service.StartAsync();
            await using var requester = await Requester.StartAsync(rabbitMq);
            var told = new RenderedTimes();
            await using var ears = await BenchBus.StartAsync(rabbitMq, static bus => bus.AddConsumer<RenderedConsumer>(), told);

            var watch = Stopwatch.StartNew();
            await requester.RequestAsync(count, () => ThrowIfOneEnded(services));
            var makespan = watch.Elapsed;

            var ledger = await simulator.GetLedgerAsync();
            var (bound, inOrder) = Bounds(ledger);
            Say($"{replicas} replicas: {makespan.TotalSeconds:0.0} s; bound {bound.TotalSeconds:0.0} s; {inOrder.TotalSeconds:0.0} s if every slot were taken again at once");
            Explain(ledger, told);
            Say($"  {(double)ledger.Counters["queries"] / count:0.0} queries and {(double)ledger.Counters["lists"] / count:0.0} lists for each task");
            return (makespan / bound, ledger);
        }
        finally
        {
            await Task.WhenAll(services.Select(service => service.DisposeAsync().AsTask()));
        }
    }

    // The bound for any order, and what this order takes if nothing is lost between a task's end and the next one's start.
    private static (TimeSpan Bound, TimeSpan InOrder) Bounds(Ledger ledger)
    {
        var times = ledger.Tasks.OrderBy(task => task.SubmittedAt).Select(RenderTime).ToList();
        var total = TimeSpan.FromTicks(times.Sum(time => time.Ticks));
        var free = new PriorityQueue<int, TimeSpan>(Enumerable.Range(0, Slots).Select(slot => (slot, TimeSpan.Zero)));
        var last = TimeSpan.Zero;
        foreach (var time in times)
        {
            free.TryDequeue(out var slot, out var start);
            free.Enqueue(slot, start + time);
            last = start + time > last ? start + time : last;
        }

        var longest = times.Max();
        return (total / Slots > longest ? total / Slots : longest, last);
    }

    // From the end of each task to the start of the one that took its slot, and where that time goes.
    private static void Explain(Ledger ledger, RenderedTimes told)
    {
        var starts = ledger.Tasks.Select(task => task.SubmittedAt!.Value).Order().Skip(Slots).ToList();
        var ends = ledger.Tasks.Select(task => task.EndsAt!.Value).Order();
        Say($"  a slot stood empty for {Spread(starts.Zip(ends, (start, end) => start - end))}");
        Say($"  an end was told after {Spread(ledger.Tasks.Where(task => told.ContainsKey(task.Id)).Select(task => told[task.Id] - task.EndsAt!.Value))}");
        Say($"  and the next task begun {Spread(starts.Zip(told.Values.Order(), (start, end) => start - end))} later");
    }

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        var seconds = times.Select(time => time.TotalSeconds).Order().ToList();
        return seconds.Count == 0 ? "-" : string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds.Average():0.000} s on average, {seconds[seconds.Count / 2]:0.000} s (median), {seconds[seconds.Count * 95 / 100]:0.000} s (95 %)");
    }

    private static TimeSpan RenderTime(LedgerTask task) => task.EndsAt!.Value - task.ScheduledAt!.Value;

    private static void ThrowIfOneEnded(IEnumerable<ServiceProcess> services)
    {
        foreach (var service in services.Where(service => !service.IsRunning))
            throw new InvalidOperationException($"{service.Service} has ended.{service.Tail()}");
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static void Say(string text) => Console.Error.WriteLine(text);
}
