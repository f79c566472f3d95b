namespace Wan.Poller.Timing;

/// <summary>
/// What is known of the times of one kind of task in this process: what was thought beforehand, what the store has, and what was seen since. Does no I/O:
/// <see cref="TimeHistories"/> does; <c>./wan plan</c> learns by it too. May be used from several threads at once.
/// </summary>
/// <param name="renderPrior">What is thought of render times before one was seen.</param>
internal sealed class KnownTimes(LifeTable renderPrior)
{
    private readonly Lock gate = new();
    private LifeTable queue = new();
    private LifeTable render = new();
    private TimeNews? news;
    private TaskTimes? times;

    /// <summary>When what the store has was read, a timestamp of the clock; null if it never was.</summary>
    public long? LoadedAt { get; set; }

    /// <summary>All that is known.</summary>
    public TaskTimes Times
    {
        get
        {
            lock (gate)
                return times ??= Combine();
        }
    }

    /// <summary>A task of this kind ran on.</summary>
    /// <param name="from">The age, counted from its start, up to which that was told before, in seconds.</param>
    /// <param name="to">The age at which it still ran, in seconds.</param>
    public void Ran(double from, double to) => Observe(news => news.Render.Watched(from, to));

    /// <summary>A task of this kind ended.</summary>
    /// <param name="queue">From submit to start; null if the vendor did not tell.</param>
    /// <param name="from">As of <see cref="Ran"/>.</param>
    /// <param name="render">From start to end.</param>
    public void Ended(TimeSpan? queue, double from, TimeSpan render) => Observe(news =>
    {
        if (queue is { TotalSeconds: >= 0 and var waited })
        {
            news.Queue.Watched(0, waited);
            news.Queue.Ended(waited);
            news.Starts++;
        }

        if (render < TimeSpan.Zero)
            return;
        news.Render.Watched(from, render.TotalSeconds);
        news.Render.Ended(render.TotalSeconds);
        news.Ends++;
    });

    /// <summary>This is what the store has.</summary>
    public void Load(TimeHistory stored)
    {
        lock (gate)
        {
            (queue, render) = (stored.Queue, stored.Render);
            times = null;
        }
    }

    /// <summary>Takes what is to be added to the store; null for nothing.</summary>
    public TimeNews? TakeNews()
    {
        lock (gate)
        {
            var taken = news;
            news = null;
            return taken;
        }
    }

    /// <summary>What was taken could not be added to the store.</summary>
    public void PutBack(TimeNews taken)
    {
        lock (gate)
        {
            if (news is { } newer)
            {
                taken.Queue = taken.Queue.With(newer.Queue);
                taken.Render = taken.Render.With(newer.Render);
                taken.Starts += newer.Starts;
                taken.Ends += newer.Ends;
            }

            news = taken;
        }
    }

    private void Observe(Action<TimeNews> add)
    {
        lock (gate)
        {
            add(news ??= new TimeNews());
            times = null;
        }
    }

    private TaskTimes Combine()
    {
        var seen = new TimeHistory { Id = "", CreatedAt = default, Queue = queue.With(new()), Render = render.With(new()) };
        news?.AddTo(seen);
        return new TaskTimes(new DurationCurve(TimePriors.Queue.With(seen.Queue)), new DurationCurve(renderPrior.With(seen.Render)));
    }
}

/// <summary>What is not in the store yet.</summary>
internal sealed class TimeNews
{
    public LifeTable Queue { get; set; } = new();

    public LifeTable Render { get; set; } = new();

    public int Starts { get; set; }

    public int Ends { get; set; }

    public void AddTo(TimeHistory history)
    {
        history.Queue.Fade(Starts);
        history.Render.Fade(Ends);
        history.Queue = history.Queue.With(Queue);
        history.Render = history.Render.With(Render);
    }
}
