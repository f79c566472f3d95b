using System.Collections.Concurrent;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.Storage;

namespace Wan.Poller.Timing;

/// <summary>
/// The histories as this replica knows them. What it sees counts at once here, and reaches the store, and so the others, every few seconds; a
/// replica that dies loses those few seconds' observations and nothing else.
/// </summary>
internal sealed class TimeHistories(IDocuments<TimeHistory> documents, ModelCatalogue catalogue, TimeProvider time)
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReloadInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, KnownTimes> entries = new(StringComparer.Ordinal);
    private long savedAt = time.GetTimestamp();

    /// <summary>What is known of this kind of task.</summary>
    public async ValueTask<TaskTimes> OfAsync(string model, ExpectedVideo expected, CancellationToken cancellationToken)
    {
        var entry = EntryOf(model, expected);
        if (entry.LoadedAt is not { } loaded || time.GetElapsedTime(loaded) > ReloadInterval)
        {
            if (await documents.FindAsync(TimeHistory.KindOf(model, expected), cancellationToken) is { } stored)
                entry.Load(stored);
            entry.LoadedAt = time.GetTimestamp();
        }

        return entry.Times;
    }

    /// <summary>What is known of this kind of task in this process, without a look into the store.</summary>
    public TaskTimes Known(string model, ExpectedVideo expected) => EntryOf(model, expected).Times;

    /// <summary>A task of this kind ran on.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="expected">Its video.</param>
    /// <param name="from">The age, counted from its start, up to which that was told before, in seconds.</param>
    /// <param name="to">The age at which it still ran, in seconds.</param>
    public void Ran(string model, ExpectedVideo expected, double from, double to) => EntryOf(model, expected).Ran(from, to);

    /// <summary>A task of this kind ended.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="expected">Its video.</param>
    /// <param name="queue">From submit to start; null if the vendor did not tell.</param>
    /// <param name="from">As of <see cref="Ran"/>.</param>
    /// <param name="render">From start to end.</param>
    public void Ended(string model, ExpectedVideo expected, TimeSpan? queue, double from, TimeSpan render) =>
        EntryOf(model, expected).Ended(queue, from, render);

    /// <summary>Saves what was seen since the last time, if that was some seconds ago.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken, bool now = false)
    {
        if (!now && time.GetElapsedTime(savedAt) < SaveInterval)
            return;
        savedAt = time.GetTimestamp();
        foreach (var (kind, entry) in entries)
        {
            if (entry.TakeNews() is not { } news)
                continue;
            try
            {
                entry.Load(await documents.ChangeOrCreateAsync(
                    kind,
                    () => new TimeHistory { Id = kind, CreatedAt = time.GetUtcNow() },
                    history =>
                    {
                        news.AddTo(history);
                        return true;
                    },
                    cancellationToken));
            }
            catch
            {
                entry.PutBack(news);
                throw;
            }
        }
    }

    private KnownTimes EntryOf(string model, ExpectedVideo expected) =>
        entries.GetOrAdd(TimeHistory.KindOf(model, expected), _ => new KnownTimes(TimePriors.Render(catalogue, model, expected)));
}
