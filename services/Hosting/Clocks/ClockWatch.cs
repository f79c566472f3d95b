using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wan.Storage;

namespace Wan.Hosting.Clocks;

/// <summary>
/// Shows this process's clock to the other processes of its service, and looks at theirs and at the store's. What another shows has been written
/// since our last look, so that its clock stood there at a moment between the two looks.
/// </summary>
internal sealed partial class ClockWatch(
    IDocumentStore store, string owner, ClockGuard guard, IOptions<ClockOptions> options, TimeProvider time, ILogger<ClockWatch> logger)
    : BackgroundService
{
    // What does not change for so long is a process that has ended.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    // Each showing is a write with a flush. Whoever comes is seen at the next look and shown the time at once.
    private static readonly TimeSpan ShownAloneEvery = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(3);

    private readonly IDocuments<ProcessClocks> documents = store.Documents(new Collection<ProcessClocks>(owner, "clocks", ClockJson.Default.ProcessClocks));
    private readonly Dictionary<string, Seen> seen = new(StringComparer.Ordinal);
    private long? lookedAt;
    private long? shownAt;
    private bool failing;

    /// <summary>The name that our clock is shown under.</summary>
    internal string Process { get; init; } = ThisProcess.Name;

    /// <summary>The first look comes before anything that is registered later begins, unless the store is away.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).WaitAsync(FirstLook, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.Value.Interval, time, stoppingToken);
            await LookAsync(stoppingToken);
        }
    }

    /// <summary>One look; a store that is away is no clock's fault.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskStoreAsync(cancellationToken);
            await ShowAsync(cancellationToken);
            failing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!failing)
                Log.Failed(logger, exception, owner);
            failing = true;
        }
    }

    private async Task AskStoreAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        if (await store.ReadClockAsync(cancellationToken) is { } clock)
            guard.Hear(ClockSource.Store, clock.Name, ClockReading.FromAnswer(clock.Time, clock.Grain, time.GetUtcNow(), time.GetElapsedTime(begun)));
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var shows = false;
        await documents.ChangeOrCreateAsync(
            ProcessClocks.TheOne,
            () => new ProcessClocks { Id = ProcessClocks.TheOne, CreatedAt = time.GetUtcNow() },
            clocks =>
            {
                Compare(clocks, begun);
                ForgetSilent(clocks);
                shows = !IsAlone(clocks) || shownAt is not { } last || time.GetElapsedTime(last) >= ShownAloneEvery;
                if (shows)
                    clocks.Clocks[Process] = time.GetUtcNow();
                return shows;
            },
            cancellationToken);
        if (shows)
            shownAt = begun;
    }

    private void ForgetSilent(ProcessClocks clocks)
    {
        foreach (var (process, entry) in seen.Where(pair => time.GetElapsedTime(pair.Value.Since) > Silence).ToList())
        {
            // Only what still shows the same time: the process may be back.
            if (clocks.Clocks.GetValueOrDefault(process) == entry.Shown)
                clocks.Clocks.Remove(process);
            seen.Remove(process);
        }
    }

    private bool IsAlone(ProcessClocks clocks) => clocks.Clocks.Count == 1 && clocks.Clocks.ContainsKey(Process);

    private void Compare(ProcessClocks clocks, long begun)
    {
        var (now, ended) = (time.GetUtcNow(), time.GetTimestamp());
        foreach (var (process, shown) in clocks.Clocks.Where(pair => pair.Key != Process))
        {
            if (seen.TryGetValue(process, out var before) && before.Shown == shown)
                continue;
            if (lookedAt is { } last && before is not null)
                guard.Hear(ClockSource.Peer, process, ClockReading.FromAnswer(shown, TimeSpan.Zero, now, time.GetElapsedTime(last, ended)));
            seen[process] = new Seen(shown, ended);
        }

        lookedAt = begun;
    }

    private sealed record Seen(DateTimeOffset Shown, long Since);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The clocks of {Owner}'s other processes and of the store can't be read for now; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception, string owner);
    }
}
