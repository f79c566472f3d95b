using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Bench.Polling;

/// <summary>Lets the crowds run for a while, and puts together what the simulator's ledger and the bus say of it.</summary>
internal sealed class PollingMeasurement(IReadOnlyList<Crowd> crowds, ServiceProcess vendor, ServiceProcess poller) : IDisposable
{
    private const int Many = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(30);

    // No account gets thousands of tasks accepted in a moment: the vendor takes a few a second of each model.
    private static readonly TimeSpan FillTime = TimeSpan.FromSeconds(120);

    // What ended last may still be on its way.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SimulatorClient simulator = new(vendor.Address);

    public async Task<IReadOnlyList<CrowdResult>> RunAsync(TimeSpan length)
    {
        Say($"{crowds.Sum(crowd => crowd.Size)} tasks of {PollingSettings.RenderTime} in flight on {crowds.Count} accounts, for {length.TotalSeconds:0} s");
        await Task.WhenAll(crowds.Select(crowd => crowd.FillAsync(FillTime)));
        var before = (await simulator.GetAccountsAsync()).ToDictionary(account => account.Name);
        var last = before;
        var used = poller.ProcessorTime;
        var (watch, from) = (Stopwatch.StartNew(), DateTimeOffset.UtcNow);
        Say($"all in flight; {crowds.Sum(crowd => crowd.Told)} ends known");
        for (var next = ReportInterval; watch.Elapsed < length; await Task.Delay(Interval))
        {
            Check();
            if (watch.Elapsed < next)
                continue;
            var now = (await simulator.GetAccountsAsync()).ToDictionary(account => account.Name);
            var spent = crowds.Where(crowd => crowd.Size >= Many).Select(crowd =>
                $"{crowd.Account} {now[crowd.Account].Asked - last[crowd.Account].Asked} queries, {now[crowd.Account].Lists - last[crowd.Account].Lists} of them lists");
            Say($"{watch.Elapsed.TotalSeconds,4:0} s: {crowds.Sum(crowd => crowd.Told)} ends known; {string.Join("; ", spent)}");
            last = now;
            next += ReportInterval;
        }

        var until = DateTimeOffset.UtcNow;
        used = poller.ProcessorTime - used;
        var asked = (await simulator.GetAccountsAsync()).ToDictionary(account => account.Name);
        var queries = crowds.SkipLast(1).Sum(crowd => asked[crowd.Account].Asked - before[crowd.Account].Asked); // The last one is the plain poller's.
        Say($"Poller took {used.TotalMilliseconds / (until - from).TotalSeconds:0.0} ms of processor time a second, {used.TotalMilliseconds / Math.Max(1, queries):0.00} ms for each of {queries} queries");
        foreach (var crowd in crowds)
            crowd.Close();
        var ledger = await simulator.GetLedgerAsync();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !AllTold(ledger, from, until); await Task.Delay(Interval))
            ledger = await simulator.GetLedgerAsync();
        Say($"Poller held at most {poller.PeakRssMegabytes:0} MB");

        var most = ledger.Accounts.ToDictionary(account => account.Name, account => account.MaxQueriesInASecond);
        var seconds = (until - from).TotalSeconds;
        return [.. crowds.Select(crowd => new CrowdResult
        {
            Account = crowd.Account,
            Size = crowd.Size,
            Ends = crowd.Ends(ledger.Tasks, from, until),
            Asked = asked[crowd.Account].Asked - before[crowd.Account].Asked,
            Lists = asked[crowd.Account].Lists - before[crowd.Account].Lists,
            Throttled = asked[crowd.Account].ThrottledQueries,
            MostInASecond = most[crowd.Account],
            Seconds = seconds,
        })];
    }

    public void Dispose() => simulator.Dispose();

    private bool AllTold(Ledger ledger, DateTimeOffset from, DateTimeOffset until) => crowds.All(crowd => crowd.Ends(ledger.Tasks, from, until).All(end => end.Known));

    private void Check()
    {
        if (!poller.IsRunning)
            throw new InvalidOperationException($"Poller has ended.{poller.Tail()}");
        if (crowds.Select(crowd => crowd.Failure).FirstOrDefault(failure => failure is not null) is { } failure)
            throw new InvalidOperationException("A task could not be submitted.", failure);
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
