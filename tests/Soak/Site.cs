using System.Collections.Concurrent;
using System.Diagnostics;

namespace Wan.Soak;

/// <summary>Where it all happens: the installation, what is around it, and what was counted and found so far.</summary>
internal sealed class Site : IDisposable
{
    private readonly CancellationTokenSource over;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly InHand brokerInHand = new();
    private readonly Action<string> say;

    public Site(Installation installation, RabbitMqBroker broker, string virtualHost, SmallDisk? disk, Action<string> say, CancellationToken stop)
    {
        (Installation, Broker, Disk, Stop, this.say) = (installation, broker, disk, stop, say);
        over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Replicas = [.. installation.Services.GroupBy(process => process.Service).SelectMany(processes =>
            processes.Select((process, index) => new Replica(process, $"{process.Service.ToLowerInvariant()}-{index + 1}")))];
        Customer = new Customer(installation.Door);
        Foreign = new ForeignClient(installation.Vendor.Address);
        Team = new ForeignTeam(virtualHost);
    }

    public Installation Installation { get; }

    public RabbitMqBroker Broker { get; }

    /// <summary>The archive's disk; null where none can be mounted.</summary>
    public SmallDisk? Disk { get; }

    public IReadOnlyList<Replica> Replicas { get; }

    public Customer Customer { get; }

    public ForeignClient Foreign { get; }

    /// <summary>Somebody else on the same broker.</summary>
    public ForeignTeam Team { get; }

    public Figures Figures { get; } = new();

    /// <summary>What was found that must not be.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>The run is broken off.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Whether there is chaos no more.</summary>
    public bool IsOver => over.IsCancellationRequested;

    /// <summary>A replica by its name.</summary>
    public Replica this[string name] => Replicas.Single(replica => replica.Name == name);

    /// <summary>Waits until nobody else does something to the broker.</summary>
    /// <returns>Lets go of it.</returns>
    public Task<IDisposable> TakeBrokerAsync() => brokerInHand.TakeAsync(Stop);

    /// <summary>Ends the chaos after this time.</summary>
    public void EndAfter(TimeSpan duration) => over.CancelAfter(duration);

    /// <summary>Waits for so long, or until the chaos is over.</summary>
    /// <exception cref="OperationCanceledException">The run is broken off.</exception>
    public async Task WaitAsync(TimeSpan time)
    {
        await Task.Delay(time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Stop.ThrowIfCancellationRequested();
    }

    /// <summary>Waits until it is so, for at most so long, or until the chaos is over.</summary>
    /// <returns>Whether it is so.</returns>
    public async Task<bool> WaitUntilAsync(Func<bool> condition, TimeSpan atMost)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await WaitAsync(TimeSpan.FromMilliseconds(20)))
        {
            if (waited.Elapsed > atMost || IsOver)
                return condition();
        }

        return true;
    }

    public void Say(string what) => say($"{clock.Elapsed.TotalSeconds,7:0.0} s  {what}");

    /// <summary>Notes something that must not be.</summary>
    public void Note(Figure figure, string text) => Faults.Enqueue(new Fault(figure, text));

    public void Dispose()
    {
        over.Dispose();
        Foreign.Dispose();
        brokerInHand.Dispose();
        foreach (var replica in Replicas)
            replica.Dispose();
    }
}
