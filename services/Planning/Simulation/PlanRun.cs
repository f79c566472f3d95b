using System.Globalization;
using Wan.DashScope.Accounts;
using Wan.DashScope.Catalogue;
using Wan.Poller.Timing;
using Wan.Submitter;
using Wan.Submitter.Line;

namespace Wan.Planning.Simulation;

/// <summary>
/// Simulates a day from one event to the next. Who goes next on which account, when a POST may leave and when a slot is free is decided by Submitter's own code, and when a
/// task is looked at by Poller's (<see cref="Lookout"/>). The vendor, the calls and what our own steps take (<see cref="PlanDelays"/>) are simulated here; nothing fails.
/// </summary>
internal sealed class PlanRun
{
    private static readonly DateTimeOffset Begins = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);

    // As many ends show how late they are known; from then on no further look is simulated, or the years of a hopeless load would take hours.
    private const int EndsWatched = 3_000;

    private readonly PlanInput input;
    private readonly Load load;
    private readonly PlanDelays delays;
    private readonly PlanVideo video;
    private readonly SubmitterOptions options = new();
    private readonly EventQueue events = new(Begins);
    private readonly PlannedLine line;
    private readonly LineState places;
    private readonly PlannedAccount[] accounts;
    private readonly Dictionary<string, PlannedAccount> byName;
    private readonly RecentDelays detection;
    private readonly long[] served = new long[Priorities.Count];
    private readonly TimeSpan[] waited;
    private readonly List<int> order;
    private readonly Dictionary<int, int> startsByHour = [];
    private DateTimeOffset? wakesAt;
    private DateTimeOffset lastKnown = Begins;
    private DateTimeOffset lastFree = Begins;
    private DateTimeOffset? watchedUntil;
    private long starts;
    private int posts;
    private int ended;
    private int waitingAfterDay;

    private PlanRun(PlanInput input, Load load, PlanDelays delays)
    {
        (this.input, this.load, this.delays) = (input, load, delays);
        video = PlanVideo.Of(input);
        line = new PlannedLine(input.Model);
        places = new LineState { Id = input.Model, CreatedAt = Begins };
        (waited, order) = (new TimeSpan[load.Count], new List<int>(load.Count));
        detection = new RecentDelays(input.Seed);
        accounts = [.. Enumerable.Range(1, input.Accounts).Select(number => new PlannedAccount(AccountOf(number), input.Model, options, Begins))];
        byName = accounts.ToDictionary(account => account.Account.Name, StringComparer.Ordinal);
        var times = new KnownTimes(TimePriors.Render(new ModelCatalogue(), input.Model, video.Expected));
        for (var number = 0; number < Math.Min(input.Watched, accounts.Length); number++)
        {
            var account = accounts[(int)((long)number * accounts.Length / Math.Min(input.Watched, accounts.Length))];
            account.Lookout = new Lookout(account.Account, input.Model, video.Expected, times, input.Latency, events, task =>
            {
                detection.Add(events.Now - task.EndsAt);
                Known(account, task.Index);
            });
        }
    }

    /// <summary>Simulates a load.</summary>
    public static PlanOutcome Of(PlanInput input, Load load, PlanDelays? delays = null)
    {
        var run = new PlanRun(input, load, delays ?? new PlanDelays());
        if (load.Count > 0)
            run.events.At(Begins + load.At[0], () => run.Arrive(0));
        run.events.At(Begins + Day, () => run.waitingAfterDay = run.line.Count);
        run.events.Run();
        return run.Outcome();
    }

    private void Arrive(int index)
    {
        if (index + 1 < load.Count)
            events.At(Begins + load.At[index + 1], () => Arrive(index + 1));
        events.After(delays.Accept, () => Enter(index));
    }

    private void Enter(int index)
    {
        var priority = load.Priority[index];
        var tenant = (index % input.Tenants).ToString(CultureInfo.InvariantCulture);
        line.Add(index, DispatchRules.Place(places, priority, tenant, options, served[priority]), events.Now);
        Dispatch();
    }

    private void Dispatch()
    {
        while (line.Count > 0)
        {
            var now = events.Now;
            var offers = accounts.Where(account => account.HasFree).Select(account => account.OfferAt(now)).ToList();
            var capacity = DispatchRules.Capacity(offers, options.MaxConcurrentPosts - posts);
            if (capacity <= 0)
            {
                if (offers.Count > 0)
                    WakeAfter(DispatchRules.Wait(offers, options.Tick, now));
                return;
            }

            var claimed = Claim(capacity, now);
            Start(claimed, offers, now);
            if (claimed.Count < capacity)
                return;
        }
    }

    private List<Submission> Claim(int limit, DateTimeOffset now)
    {
        if (!DispatchRules.AgedFirst(starts, limit))
            return line.Claim(DispatchRules.Next(input.Model, limit, options, now));
        var aged = line.Claim(DispatchRules.Aged(input.Model, limit, options, now));
        if (aged.Count < limit)
            aged.AddRange(line.Claim(DispatchRules.Next(input.Model, limit - aged.Count, options, now)));
        return aged;
    }

    private void Start(List<Submission> rest, List<Offer> offers, DateTimeOffset now)
    {
        rest = [.. rest];
        foreach (var offer in DispatchRules.InOrder(offers))
        {
            if (rest.Count == 0)
                return;
            var account = byName[offer.Account.Name];
            foreach (var reservation in account.Reserve(DispatchRules.Wanted(offer, rest, now), now))
            {
                var submission = rest.Find(submission => submission.Id == reservation.GenerationId)!;
                rest.Remove(submission);
                var priority = Priorities.PriorityOf(submission.Rank);
                served[priority] = Math.Max(served[priority], account.Quota.Served[priority]);
                Post(account, PlannedLine.IndexOf(submission), reservation.SendAt);
            }
        }

        if (rest.Count > 0)
            throw new InvalidOperationException($"{rest.Count} were claimed for slots that there were, and had none.");
    }

    private void Post(PlannedAccount account, int index, DateTimeOffset sendAt)
    {
        (posts, starts) = (posts + 1, starts + 1);
        var leaves = sendAt > events.Now + delays.Intent ? sendAt : events.Now + delays.Intent;
        waited[index] = leaves - Begins - load.At[index];
        events.At(leaves + (input.Latency / 2), () => Taken(account, index));
    }

    private void Taken(PlannedAccount account, int index)
    {
        var now = events.Now;
        var task = new PlannedTask(index, index.ToString(CultureInfo.InvariantCulture), now, now + load.Rendering[index]);
        order.Add(index);
        var hour = (int)((now - Begins) / TimeSpan.FromHours(1));
        startsByHour[hour] = startsByHour.GetValueOrDefault(hour) + 1;
        account.Begun(now);
        if (detection.All.Count >= EndsWatched)
            watchedUntil ??= now;
        var lookout = watchedUntil is null ? account.Lookout : null;
        lookout?.Taken(task);
        events.At(task.EndsAt, account.Ended);
        events.After(input.Latency / 2, () =>
        {
            posts--;
            Dispatch();
        });
        var watched = now + (input.Latency / 2) + delays.Track;
        if (lookout is not null)
            events.At(watched, () => lookout.Track(task));
        else
            events.At((task.EndsAt > watched ? task.EndsAt : watched) + detection.Draw(), () => Known(account, index));
    }

    private void Known(PlannedAccount account, int index)
    {
        ended++;
        lastKnown = events.Now;
        events.After(delays.Free, () =>
        {
            account.Release(index.ToString(CultureInfo.InvariantCulture), events.Now);
            lastFree = events.Now;
            Dispatch();
        });
    }

    private void WakeAfter(TimeSpan wait)
    {
        var at = events.Now + (wait > Least ? wait : Least);
        if (wakesAt > events.Now && wakesAt <= at)
            return;
        wakesAt = at;
        events.At(at, Dispatch);
    }

    private DashScopeAccount AccountOf(int number) => new()
    {
        Name = $"account-{number}",
        ApiKey = "planned",
        BaseUrl = new Uri("https://vendor.invalid/api/v1"),
        Region = input.Region,
        SubmitsPerSecond = input.SubmitsPerSecond,
        RunningTasks = input.Running,
        QueriesPerSecond = input.QueriesPerSecond,
        RepairQueriesPerSecond = Math.Min(1, input.QueriesPerSecond),
    };

    private PlanOutcome Outcome()
    {
        var watched = accounts.Where(account => account.Lookout is not null).Select(account => account.Lookout!.Queries).ToList();
        var makespan = load.Count == 0 ? TimeSpan.Zero : lastKnown - Begins - load.At[0];
        var slots = input.Accounts * input.Running;
        var slotTime = TimeSpan.FromTicks(accounts.Sum(account => account.SlotTime.Ticks));
        var perHour = load.At.CountBy(at => (int)at.TotalHours).Select(hour => hour.Value).DefaultIfEmpty(0).Max();
        return new PlanOutcome
        {
            Input = input,
            Video = video,
            Ended = ended,
            Makespan = makespan,
            Bound = load.Bound(slots, input.Accounts * input.SubmitsPerSecond) - load.At.FirstOrDefault(),
            Waiting = Enumerable.Range(0, Priorities.Count).Where(priority => load.Priority.Contains((byte)priority)).ToDictionary(
                Priorities.NameOf, priority => Spread.Of(waited.Where((_, index) => load.Priority[index] == priority))),
            Detection = Spread.Of(detection.All),
            QueriesPerSecond = makespan == TimeSpan.Zero ? 0 : watched.Average(queries => queries.Count) / ((watchedUntil ?? lastKnown) - Begins - load.At[0]).TotalSeconds,
            MostQueries = watched.Max(queries => queries.Most),
            MostSubmits = accounts.Max(account => account.Submits.Most),
            MostRunning = accounts.Max(account => account.MostRunning),
            SlotsUsed = makespan == TimeSpan.Zero ? 0 : slotTime / (lastFree - Begins - load.At[0]),
            Slots = slots,
            WaitingAfterDay = waitingAfterDay,
            PossiblePerDay = ended == 0 ? 0 : slots * Day / (slotTime / ended),
            PeakRequestsPerSecond = perHour / 3600.0,
            PeakStartsPerSecond = startsByHour.Values.DefaultIfEmpty(0).Max() / 3600.0,
            Order = order,
        };
    }
}
