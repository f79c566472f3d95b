using Wan.Soak.Chaos;

namespace Wan.Soak;

/// <summary>What is done in a run, all of it drawn from the seed before it begins. Pure.</summary>
internal static class SoakPlan
{
    /// <summary>Replicas of Submitter.</summary>
    public const int Submitters = 3;

    /// <summary>Replicas of Poller, and of Archiver.</summary>
    public const int Others = 2;

    private const int ProcessLanes = 3;

    // What a process may be doing at its end; null: anything.
    private static readonly (string Service, string? Checkpoint)[] Moments =
    [
        ("submitter", null),
        ("submitter", "submitter.claimed"),
        ("submitter", "submitter.reserved"),
        ("submitter", "submitter.intended"),
        ("submitter", "submitter.turn"),
        ("submitter", "RequestContentStop"), // The POST is on the wire.
        ("submitter", "submitter.answered"),
        ("submitter", "submitter.saved"),
        ("submitter", "submitter.told"),
        ("poller", null),
        ("poller", "poller.tracked"),
        ("poller", "poller.answered"),
        ("poller", "poller.saved"),
        ("archiver", null),
        ("archiver", "archiver.claimed"),
        ("archiver", "archiver.proven"),
        ("archiver", "archiver.kept"),
        ("archiver", "archiver.saved"),
        ("intake", null),
        ("intake", "intake.stored"),
        ("intake", "intake.claimed"),
    ];

    // Where a POST is most in doubt.
    private static readonly ((string Service, string? Checkpoint) Moment, bool Freezes)[] TurnsOfSubmitters =
    [
        (("submitter", "submitter.intended"), false),
        (("submitter", "RequestContentStop"), false),
        (("submitter", "submitter.answered"), false),
        (("submitter", "submitter.intended"), true),
        (("submitter", "submitter.turn"), true),
        (("submitter", "RequestContentStop"), true),
    ];

    // None of our queues is bound to them: whoever deletes one takes nothing from us, and it is made anew.
    private static readonly string[] EventsForOthers = ["wan.generation-completed", "wan.generation-failed", "wan.generation-cancelled"];

    private static readonly string[] ExchangesOfOurs =
        ["wan.generate-video", "wan.continue-generation", "wan.submit-generation", "wan.generation-submitted", "wan.track-task", "wan.generation-rendered", "wan.archive-video", "wan.video-archived"];

    private static readonly string[] Models = ["wan2.7-r2v", "wan2.6-r2v-flash", "wan2.6-r2v"];

    private static IEnumerable<((string Service, string? Checkpoint) Moment, bool Freezes)> TurnsOfAll =>
        from moment in Moments from freezes in new[] { false, true } select (moment, freezes);

    /// <summary>The lanes of a run.</summary>
    public static IReadOnlyList<Lane> Of(SoakOptions options)
    {
        // Each lane has a source of its own, so that how far one comes changes nothing in another.
        var seed = new Random(options.Seed);
        var (orders, foreign, vendor, lost, processes, broker, clocks, disk) =
            (seed.Next(), seed.Next(), seed.Next(), seed.Next(), seed.Next(), seed.Next(), seed.Next(), seed.Next());
        var (messages, requests, uses, alarms) = (seed.Next(), seed.Next(), seed.Next(), seed.Next());
        var lanes = new List<Lane> { new("orders", Orders(new Random(orders))) };
        if (options.Kinds.HasFlag(ChaosKinds.ForeignClient))
            lanes.Add(new Lane("somebody else", ForeignTasks(new Random(foreign))));
        if (options.Kinds.HasFlag(ChaosKinds.VendorFaults))
            lanes.Add(new Lane("vendor", Faults(new Random(vendor), VendorFaultDraws.Every)));
        if (options.Kinds.HasFlag(ChaosKinds.LostAnswers))
            lanes.Add(new Lane("vendor", Faults(new Random(lost), VendorFaultDraws.LostAnswers)));
        if (options.Kinds.HasFlag(ChaosKinds.Processes))
            lanes.AddRange(Enumerable.Range(0, ProcessLanes).Select(lane => Processes(processes, lane, ProcessLanes, TurnsOfAll)));
        if (options.Kinds.HasFlag(ChaosKinds.Submitters)) // One is left alone: somebody must take the others for dead.
            lanes.AddRange(Enumerable.Range(0, Submitters - 1).Select(lane => Processes(processes, lane, Submitters - 1, TurnsOfSubmitters)));
        if (options.Kinds.HasFlag(ChaosKinds.Broker))
            lanes.Add(new Lane("broker", Forever(new Random(broker), 30, 60, random => new KillBroker(random.Seconds(1, 5)))));
        if (options.Kinds.HasFlag(ChaosKinds.Clocks))
            lanes.Add(new Lane("clocks", Clocks(new Random(clocks))));
        if (options.Kinds.HasFlag(ChaosKinds.Disk))
            lanes.Add(new Lane("disk", Forever(new Random(disk), 15, 40, random => new FillDisk(random.Seconds(3, 10)))));
        if (options.Kinds.HasFlag(ChaosKinds.OddMessages))
            lanes.AddRange([new Lane("odd messages", Messages(new Random(messages))), new Lane("odd requests", Requests(new Random(requests)))]);
        if (options.Kinds.HasFlag(ChaosKinds.ForeignDeclarations))
            lanes.Add(new Lane("another team", ForeignUses(new Random(uses))));
        if (options.Kinds.HasFlag(ChaosKinds.BrokerAlarms))
            lanes.Add(new Lane("alarms", Forever(new Random(alarms), 20, 50, random => new BrokerAlarm(random.Next(2) == 0, random.Seconds(3, random.Next(4) == 0 ? 60 : 15)))));
        return lanes;
    }

    /// <summary>Orders that show up in the vendor's list after whatever was sent before: one of each model.</summary>
    public static IReadOnlyList<Order> Witnesses(int round) =>
        [.. Models.Select((model, index) => Enumerable.Range(1, 7).Select(number => Order.Make(number, $"Witness {round} {index}")).First(order => order.Model == model))];

    // In crowds, and then none for a while: what is believed of the vendor's list depends on what else goes on.
    private static IEnumerable<(TimeSpan, IChaos)> Orders(Random random)
    {
        var next = 1;
        while (true)
        {
            var count = random.Next(1, 5);
            var pause = random.Next(6) == 0 ? random.Seconds(6, 12) : random.Seconds(0.2, 1.2);
            yield return (pause, new PlaceOrders([.. Enumerable.Range(next, count).Select(number => Order.Make(number))]));
            next += count;
        }
    }

    private static IEnumerable<(TimeSpan, IChaos)> ForeignTasks(Random random)
    {
        var next = 1;
        while (true)
        {
            var count = random.Next(1, 4);
            yield return (random.Seconds(0.3, 3), new PostForeignTasks(
                [.. Enumerable.Range(next, count).Select(_ => Order.Make(random.Next(1, 8), $"{ForeignClient.Subject} {next++}"))]));
        }
    }

    private static IEnumerable<(TimeSpan, IChaos)> Faults(Random random, IReadOnlyList<Func<Random, VendorFault>> draws)
    {
        using var turns = random.InTurns(draws).GetEnumerator();
        while (turns.MoveNext())
        {
            List<VendorFault> faults = [turns.Current(random)];
            if (random.Next(2) == 0 && turns.MoveNext())
                faults.Add(turns.Current(random));
            yield return (random.Seconds(1, 4), new VendorFaults([.. faults.DistinctBy(fault => fault.Kind)], random.Seconds(5, 12)));
        }
    }

    private static IEnumerable<(TimeSpan, IChaos)> Messages(Random random)
    {
        var next = 1;
        using var turns = random.InTurns(OddMessages.Every).GetEnumerator();
        while (true)
        {
            List<(string, OddMessage)> messages = [];
            for (var left = random.Next(1, 6); left > 0 && turns.MoveNext(); left--)
                messages.Add(($"odd-{next++}", turns.Current));
            yield return (random.Seconds(0.5, 4), new SendOddMessages(messages));
        }
    }

    private static IEnumerable<(TimeSpan, IChaos)> Requests(Random random)
    {
        using var turns = random.InTurns(OddRequests.Every).GetEnumerator();
        while (true)
        {
            List<OddRequest> requests = [];
            for (var left = random.Next(1, 6); left > 0 && turns.MoveNext(); left--)
                requests.Add(turns.Current);
            yield return (random.Seconds(0.5, 4), new SendOddRequests(requests));
        }
    }

    private static IEnumerable<(TimeSpan, IChaos)> ForeignUses(Random random)
    {
        var next = 1;
        foreach (var use in random.InTurns(Enum.GetValues<ForeignUse>()))
        {
            var exchange = random.Pick(use switch
            {
                ForeignUse.DeleteExchange => EventsForOthers,
                ForeignUse.DeclareOtherwise => ExchangesOfOurs, // Which are there, so that it is refused.
                _ => [.. EventsForOthers, .. ExchangesOfOurs],
            });
            yield return (random.Seconds(1, 5), new UseBroker(use, exchange, next++, random.Seconds(1, 10)));
        }
    }

    // The lanes share one order of turns, and each takes its part of it and has its own replica of each service.
    private static Lane Processes(int seed, int lane, int lanes, IEnumerable<((string Service, string? Checkpoint) Moment, bool Freezes)> choices)
    {
        var random = new Random(seed);
        var turns = random.InTurns(choices)
            .Select(turn => (Pause: random.Seconds(0.5, 3), Chaos: turn.Freezes
                ? (IChaos)new Freeze(Target(turn.Moment.Service, lane), turn.Moment.Checkpoint, FreezingTime(random, turn.Moment.Service))
                : new Kill(Target(turn.Moment.Service, lane), turn.Moment.Checkpoint, random.Seconds(0, 4))));
        return new Lane($"processes {lane + 1}", turns.Where((_, index) => index % lanes == lane));
    }

    // Longer than any lease, and for a submitter longer than it takes until its POST is believed to have made no task.
    private static TimeSpan FreezingTime(Random random, string service) => service == "submitter" ? random.Seconds(16, 24) : random.Seconds(6, 10);

    private static string Target(string service, int number) => $"{service}-{1 + (number % service switch
    {
        "submitter" => Submitters,
        "intake" => 1,
        _ => Others,
    })}";

    private static IEnumerable<(TimeSpan, IChaos)> Clocks(Random random)
    {
        double[] offsets = [7200, -7200, 1, -1, 2, -2, 3, -3];
        string[] services = ["submitter", "poller", "archiver", "intake"];
        foreach (var (offset, service) in random.InTurns(from offset in offsets from service in services select (offset, service)))
            yield return (random.Seconds(5, 15), new SetClock(Target(service, random.Next(Submitters)), TimeSpan.FromSeconds(offset), random.Seconds(12, 25)));
    }

    private static IEnumerable<(TimeSpan, IChaos)> Forever(Random random, double leastPause, double mostPause, Func<Random, IChaos> draw)
    {
        while (true)
            yield return (random.Seconds(leastPause, mostPause), draw(random));
    }
}
