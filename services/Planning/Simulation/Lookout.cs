using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Poller;
using Wan.Poller.Budgets;
using Wan.Poller.Looks;
using Wan.Poller.Timing;

namespace Wan.Planning.Simulation;

/// <summary>
/// Watches the tasks of one account as a single Poller does, turn by turn: which looks are worth it, what they may cost and what they say is decided by Poller's own code;
/// the loop around it, the calls and the documents are simulated here.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="model">The model of its tasks.</param>
/// <param name="expected">Their videos.</param>
/// <param name="times">What is known of how long they run; all accounts share it.</param>
/// <param name="latency">From a call to its answer.</param>
/// <param name="events">What happens when.</param>
/// <param name="known">Told of each end once it is known.</param>
internal sealed class Lookout(
    DashScopeAccount account, string model, ExpectedVideo expected, KnownTimes times, TimeSpan latency, EventQueue events, Action<PlannedTask> known)
{
    private const string Replica = "plan";

    private static readonly PollerOptions Options = new();
    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly int[] OneList = [0, 0, 1, 0];

    private readonly double queriesPerSecond = WatchedAccount.OwnQueriesOf(account);
    private readonly double lowestPrice = WatchedAccount.LowestPriceOf(account);
    private readonly LookPurse purse = new(account, Options);
    private readonly ListConditions lists = new(Options.ListPageSize);
    private readonly Budget budget = new() { Id = account.Name, CreatedAt = events.Now };
    private readonly VendorTasks vendor = new(model);
    private readonly PriorityQueue<Watch, DateTimeOffset> due = new();
    private readonly Dictionary<string, HeldWatch> byTask = new(StringComparer.Ordinal);
    private readonly List<SpentQueries> ended = [];
    private List<HeldWatch>? sorted;
    private double price = WatchedAccount.LowestPriceOf(account);
    private double left = 1;
    private int underWay;
    private DateTimeOffset toldAt;
    private long turns;

    /// <summary>Queries as the vendor sees them.</summary>
    public SecondWindow Queries { get; } = new();

    private List<HeldWatch> All => sorted ??= [.. byTask.Values.OrderBy(held => held.CreatedFrom)];

    /// <summary>The vendor has taken a task.</summary>
    public void Taken(PlannedTask task) => vendor.Add(task);

    /// <summary>A task is to be watched from now on.</summary>
    public void Track(PlannedTask task)
    {
        var submitted = task.SubmittedAt;
        due.Enqueue(
            new Watch
            {
                Id = task.Id,
                CreatedAt = events.Now,
                GenerationId = task.Id,
                Account = account.Name,
                Model = model,
                Expected = expected,
                SubmittedAt = submitted,
            },
            LookTiming.NextLook(times.Times, new Sighting(Running: false, submitted, submitted), price));
        TurnAt(events.Now);
    }

    private void TurnAt(DateTimeOffset at)
    {
        var number = ++turns; // The one that was to come is not needed any more.
        events.At(at, () =>
        {
            if (number == turns)
                Turn();
        });
    }

    private void Turn()
    {
        var now = events.Now;
        for (; due.TryPeek(out var watch, out var at) && at <= now; due.Dequeue())
            Hold(watch, now);
        TellRan(now);

        var allowance = purse.Allow(left, pushed: false, now);
        price = allowance.Price;
        var plan = LookRules.Plan(All, lists, allowance, Options, now);
        var looks = plan.Count == 0 ? [] : purse.Take(plan, Spend(LookPurse.Wanted(plan)));
        if (plan.Count == 0)
            Spend(OneList, none: true);
        foreach (var look in looks)
            Begin(look);

        var next = now + LookTurn.Wait(plan.Count, byTask.Count, UntilFree());
        if (byTask.Count == 0 && due.TryPeek(out _, out var first))
            next = first > next ? first : next;
        if (byTask.Count > 0 || due.Count > 0)
            TurnAt(next > now ? next : now + Soon);
    }

    private void Begin(Look look)
    {
        switch (look)
        {
            case Look.Ask(var watch, _, _):
                watch.Busy = true;
                watch.Asks++;
                Call(() => vendor.Find(watch.Watch.Id).Answer(events.Now), task => Answered(look, watch, task));
                break;
            case Look.List list:
                foreach (var member in list.Members)
                    member.Busy = true;
                ReadPage(list, new ListReading(list, lists, byTask.GetValueOrDefault, See, events.Now), page: 1);
                break;
        }
    }

    private void ReadPage(Look.List list, ListReading reading, int page) => Call(
        () => vendor.List(reading.Query with { Page = page }, events.Now),
        listed =>
        {
            if (reading.Take(listed, events.Now) || page == ListWay.MostPages)
                Listed(list, reading);
            else
                TakePage(list, reading, page + 1);
        });

    private void TakePage(Look.List list, ListReading reading, int page)
    {
        if (Spend(OneList).Sum() == 1)
            ReadPage(list, reading, page);
        else
            events.After(UntilFree() > Soon ? UntilFree() : Soon, () => TakePage(list, reading, page));
    }

    private void Listed(Look.List list, ListReading reading)
    {
        foreach (var begun in reading.Conclude())
        {
            (begun.Watch.StartedAt, begun.Watch.SeenAt, begun.Watch.StatusSeen) = (begun.Seen.Since, events.Now, "RUNNING");
            begun.Busy = false;
        }

        Done(list);
    }

    private void Answered(Look look, HeldWatch watch, DashScopeTask task)
    {
        var now = events.Now;
        var verdict = LookAnswer.Take(watch, task, All, lists, See, account, Options, now);
        watch.Asks = 0;
        watch.Busy = false;
        (watch.Watch.SeenAt, watch.Watch.StatusSeen) = (now, task.StatusWord);
        if (verdict.Alive)
            watch.Watch.StartedAt ??= verdict.StartedAt;
        if (verdict.End is { } end)
            End(watch, end);
        Done(look);
    }

    private void End(HeldWatch watch, WatchEnd end)
    {
        lists.Ended(end.EndedAt, watch.UnfinishedAt);
        times.Ended(end.StartedAt - end.SubmittedAt, watch.ToldUntil(end.StartedAt!.Value), end.EndedAt!.Value - end.StartedAt.Value);
        byTask.Remove(watch.Watch.Id);
        sorted = null;
        known(vendor.Find(watch.Watch.Id));
    }

    private void Done(Look look)
    {
        purse.Ended(look);
        TurnAt(events.Now);
    }

    // The vendor counts a query somewhere between its being sent and its answer; here half-way.
    private void Call<T>(Func<T> answer, Action<T> answered) => events.After(latency / 2, () =>
    {
        Queries.Add(events.Now);
        var result = answer();
        events.After(latency / 2, () =>
        {
            underWay--;
            ended.Add(new SpentQueries(events.Now.ToUnixTimeMilliseconds(), 1));
            answered(result);
        });
    });

    private int[] Spend(int[] wanted, bool none = false)
    {
        var now = events.Now.ToUnixTimeMilliseconds();
        BudgetRules.Report(budget, Replica, underWay, ended, now);
        ended.Clear();
        var granted = none ? [] : BudgetRules.Take(budget, queriesPerSecond, Replica, wanted, now);
        underWay += granted.Sum();
        left = BudgetRules.Left(budget, queriesPerSecond, now);
        return granted;
    }

    private TimeSpan UntilFree() =>
        DateTimeOffset.FromUnixTimeMilliseconds(BudgetRules.NextFree(budget, queriesPerSecond, events.Now.ToUnixTimeMilliseconds())) - events.Now;

    private void Hold(Watch watch, DateTimeOffset now)
    {
        byTask.Add(watch.Id, new HeldWatch(watch, times.Times, lowestPrice, now));
        sorted = null;
    }

    private void TellRan(DateTimeOffset now)
    {
        if (now - toldAt < TellInterval)
            return;
        toldAt = now;
        foreach (var held in byTask.Values)
        {
            if (held.TellRan() is var (from, to))
                times.Ran(from, to);
        }
    }

    private void See(HeldWatch held, Sighting seen) => held.See(seen, times.Times, lowestPrice);
}
