using System.Collections.Concurrent;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Poller.Timing;

/// <summary>
/// The histories as this replica knows them. What it sees counts at once here, and reaches the store, and so the others, every few seconds; a
/// replica that dies loses those few seconds' observations and nothing else.
/// </summary>
internal sealed class TimeHistories(IDocuments<TimeHistory> documents, TimeProvider time)
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReloadInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private DateTimeOffset savedAt = time.GetUtcNow();

    /// <summary>What is known of this kind of task.</summary>
    public async ValueTask<TaskTimes> OfAsync(string model, ExpectedVideo expected, CancellationToken cancellationToken)
    {
        var kind = TimeHistory.KindOf(model, expected);
        var entry = entries.GetOrAdd(kind, _ => new Entry(TimePriors.Render(model, expected)));
        if (entry.LoadedAt is not { } loaded || time.GetUtcNow() - loaded > ReloadInterval)
        {
            entry.LoadedAt = time.GetUtcNow();
            if (await documents.FindAsync(kind, cancellationToken) is { } stored)
                entry.Load(stored);
        }

        return entry.Times;
    }

    /// <summary>What is known of this kind of task in this process, without a look into the store.</summary>
    public TaskTimes Known(string model, ExpectedVideo expected) =>
        entries.GetOrAdd(TimeHistory.KindOf(model, expected), _ => new Entry(TimePriors.Render(model, expected))).Times;

    /// <summary>A task of this kind ended; null for a time that the vendor did not tell.</summary>
    public void Observe(string model, ExpectedVideo expected, TimeSpan? queue, TimeSpan? render) =>
        entries.GetOrAdd(TimeHistory.KindOf(model, expected), _ => new Entry(TimePriors.Render(model, expected)))
            .Observe(queue?.TotalSeconds, render?.TotalSeconds);

    /// <summary>Saves what was seen since the last time, if that was some seconds ago.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken, bool now = false)
    {
        if (!now && time.GetUtcNow() - savedAt < SaveInterval)
            return;
        savedAt = time.GetUtcNow();
        foreach (var (kind, entry) in entries)
        {
            if (!entry.HasNews)
                continue;
            var stored = await documents.FindAsync(kind, cancellationToken);
            var history = stored ?? new TimeHistory { Id = kind, CreatedAt = time.GetUtcNow() };
            var news = entry.TakeNews();
            history.Queue = DurationHistogram.Add(history.Queue, news.Queue);
            history.Render = DurationHistogram.Add(history.Render, news.Render);
            var saved = stored is null
                ? await documents.InsertAsync(history, cancellationToken)
                : await documents.ReplaceAsync(history, cancellationToken);
            if (saved)
                entry.Load(history);
            else
                entry.PutBack(news);
        }
    }

    private sealed record News(List<double> Queue, List<double> Render);

    private sealed class Entry(double[] renderPrior)
    {
        private readonly Lock gate = new();
        private double[] queue = new double[DurationHistogram.Buckets];
        private double[] render = new double[DurationHistogram.Buckets];
        private News news = new([], []);
        private TaskTimes? times;

        public DateTimeOffset? LoadedAt { get; set; }

        public bool HasNews
        {
            get
            {
                lock (gate)
                    return news.Queue.Count + news.Render.Count > 0;
            }
        }

        public TaskTimes Times
        {
            get
            {
                lock (gate)
                {
                    return times ??= new TaskTimes(
                        new DurationCurve(TimePriors.Queue, DurationHistogram.Add(queue, news.Queue)),
                        new DurationCurve(renderPrior, DurationHistogram.Add(render, news.Render)));
                }
            }
        }

        public void Observe(double? queueSeconds, double? renderSeconds)
        {
            lock (gate)
            {
                if (queueSeconds is >= 0)
                    news.Queue.Add(queueSeconds.Value);
                if (renderSeconds is >= 0)
                    news.Render.Add(renderSeconds.Value);
                times = null;
            }
        }

        public void Load(TimeHistory stored)
        {
            lock (gate)
            {
                (queue, render) = (stored.Queue, stored.Render);
                times = null;
            }
        }

        public News TakeNews()
        {
            lock (gate)
            {
                var taken = news;
                news = new([], []);
                return taken;
            }
        }

        public void PutBack(News taken)
        {
            lock (gate)
            {
                news.Queue.AddRange(taken.Queue);
                news.Render.AddRange(taken.Render);
            }
        }
    }
}
