using System.Collections.Concurrent;
using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Bench.Polling;

/// <summary>
/// A number of tasks in flight on an account of their own: for each one that is known to have ended another is submitted at once.
/// </summary>
/// <param name="account">The account's name.</param>
/// <param name="size">Tasks in flight.</param>
/// <param name="vendor">The account's calls.</param>
/// <param name="watchAsync">Has a task watched that was accepted at that time.</param>
internal sealed class Crowd(string account, int size, VendorDoor vendor, Func<string, DateTimeOffset, Task> watchAsync) : IDisposable
{
    private const int SubmitsAtOnce = 8;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);
    private volatile bool open = true;

    public string Account => account;

    public int Size => size;

    /// <summary>Ends that are known.</summary>
    public int Told => told.Count;

    /// <summary>The first error of a submit.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Submits all, evenly over a time.</summary>
    public async Task FillAsync(TimeSpan over)
    {
        var watch = Stopwatch.StartNew();
        for (var submitted = 0; submitted < size; await Task.Delay(Tick))
        {
            var wanted = Math.Min(size, (int)Math.Ceiling(size * (watch.Elapsed / over)));
            await Parallel.ForAsync(submitted, wanted, new ParallelOptions { MaxDegreeOfParallelism = SubmitsAtOnce }, async (_, _) => await SubmitAsync());
            submitted = wanted;
        }
    }

    /// <summary>A task is known to have ended.</summary>
    public async Task EndedAsync(string task)
    {
        if (!told.TryAdd(task, DateTimeOffset.UtcNow) || !open)
            return;
        try
        {
            await SubmitAsync();
        }
        catch (Exception exception)
        {
            Failure ??= exception;
        }
    }

    /// <summary>No more are submitted.</summary>
    public void Close() => open = false;

    /// <summary>The ends of its tasks between two times, as far as they are known by now.</summary>
    public IReadOnlyList<TaskEnd> Ends(IEnumerable<LedgerTask> tasks, DateTimeOffset from, DateTimeOffset until)
    {
        var now = DateTimeOffset.UtcNow;
        return [.. tasks.Where(task => task.Account == account && task.EndsAt >= from && task.EndsAt <= until).Select(task =>
        {
            var known = told.TryGetValue(task.Id, out var at);
            return new TaskEnd(task.EndsAt!.Value, ((known ? at : now) - task.EndsAt.Value).TotalSeconds, known);
        })];
    }

    public void Dispose() => vendor.Dispose();

    private async Task SubmitAsync()
    {
        var task = await vendor.SubmitAsync();
        await watchAsync(task, DateTimeOffset.UtcNow);
    }
}
