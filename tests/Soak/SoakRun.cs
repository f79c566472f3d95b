using System.Diagnostics;

namespace Wan.Soak;

/// <summary>One run from the start of all processes to the verdict. Bounded; what it started has ended when it returns or throws.</summary>
internal static class SoakRun
{
    // A run places some five orders a second, each of some 50 KB.
    private const int MegabytesAMinute = 20;
    private const int VideosReadAtOnce = 4;

    /// <summary>Runs it.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="broker">A broker of our own, which will be killed if the plan says so.</param>
    /// <param name="stop">Breaks it off.</param>
    /// <returns>What was counted, and everything that must not be.</returns>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static async Task<(Figures Figures, IReadOnlyList<Fault> Faults)> RunAsync(SoakOptions options, RabbitMqBroker broker, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var minutes = (int)Math.Ceiling(options.Duration.TotalMinutes);
        using var disk = options.Kinds.HasFlag(ChaosKinds.Disk) && SmallDisk.IsPossible() ? new SmallDisk(64 + (minutes * MegabytesAMinute)) : null;
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var installation = await Installation.StartAsync(virtualHost, SoakSettings.Plan(disk?.Path)).WaitAsync(stop);
        using var site = new Site(installation, broker, virtualHost, disk, options.Say, stop);

        await site.Team.ListenAsync();
        site.EndAfter(options.Duration);
        await Task.WhenAll(SoakPlan.Of(options).Select(lane => GoAsync(lane, site)));
        site.Say("quiet");
        var outcome = await new Quiet(site, options).SettleAsync(virtualHost);
        var videos = await ReadVideosAsync(outcome, installation.Door, stop);

        Fault[] faults = [.. site.Faults, .. Audit.Faults(outcome, videos)];
        Audit.Count(outcome, site.Figures);
        foreach (var (figure, count) in faults.CountBy(fault => fault.Figure))
            site.Figures[figure] = count;
        site.Figures[Figure.Seconds] = (long)clock.Elapsed.TotalSeconds;
        return (site.Figures, faults);
    }

    private static async Task GoAsync(Lane lane, Site site)
    {
        foreach (var (pause, chaos) in lane.Steps)
        {
            await site.WaitAsync(pause);
            if (site.IsOver)
                return;
            if (chaos is not (Chaos.PlaceOrders or Chaos.PostForeignTasks))
                site.Say($"{lane.Name}: {chaos.Name}");
            try
            {
                await chaos.RunAsync(site);
            }
            catch (Exception exception) when (!site.Stop.IsCancellationRequested)
            {
                site.Note(Figure.BrokenLanes, $"{lane.Name} broke off in \"{chaos.Name}\": {exception}");
                return;
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadVideosAsync(Outcome outcome, Door door, CancellationToken stop)
    {
        var problems = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        var completed = outcome.Placed.Where(pair => pair.Generation.Status == "completed");
        await Parallel.ForEachAsync(
            completed,
            new ParallelOptions { MaxDegreeOfParallelism = VideosReadAtOnce, CancellationToken = stop },
            async (pair, _) =>
            {
                if (await VideoCheck.FindProblemAsync(door, pair.Order, pair.Generation) is { } problem)
                    problems[pair.Generation.Id] = problem;
            });
        return problems;
    }
}
