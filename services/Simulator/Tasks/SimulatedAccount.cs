using Wan.Simulator.Requests;

namespace Wan.Simulator.Tasks;

/// <summary>One account of the vendor's: its tasks and what was asked of it. Everything is done under <see cref="Gate"/>.</summary>
internal sealed class SimulatedAccount(string name, SimulatorOptions options)
{
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);

    public string Name => name;

    public Lock Gate { get; } = new();

    /// <summary>All tasks, oldest first.</summary>
    public List<SimulatedTask> Tasks { get; } = [];

    /// <summary>Submits to all models together.</summary>
    public RateWindow Submits { get; } = new();

    /// <summary>Queries, lists and cancels together.</summary>
    public RateWindow Queries { get; } = new();

    /// <summary>Those of them that were not throttled.</summary>
    public RateWindow AdmittedQueries { get; } = new();

    public AccountCounters Counters { get; } = new();

    public IEnumerable<KeyValuePair<string, Lane>> Lanes => lanes;

    public Lane Lane(string model)
    {
        if (!lanes.TryGetValue(model, out var lane))
            lanes[model] = lane = new Lane(options.Models.GetValueOrDefault(model)?.RunningTasks ?? options.RunningTasks);
        return lane;
    }

    /// <summary>Counts a submit and says whether the limits let it through; null if they do.</summary>
    public VendorError? ThrottleSubmit(string model, DateTimeOffset now)
    {
        var lane = Lane(model);
        Submits.Add(now);
        lane.Submits.Add(now);
        Counters.Submits++;
        var limit = options.Models.GetValueOrDefault(model)?.SubmitsPerSecond ?? options.SubmitsPerSecond;
        var refusal = limit > 0 && lane.Admitted.Count(now) >= limit ? VendorError.RateQuota
            : options.QueuedTasks > 0 && lane.Waiting(now) >= options.QueuedTasks ? VendorError.QueueFull
            : null;
        if (refusal is null)
            lane.Admitted.Add(now);
        else
            Counters.ThrottledSubmits++;
        return refusal;
    }

    /// <summary>Counts a query, list or cancel and says whether the limit lets it through.</summary>
    public VendorError? ThrottleQuery(DateTimeOffset now)
    {
        Queries.Add(now);
        if (options.QueriesPerSecond > 0 && AdmittedQueries.Count(now) >= options.QueriesPerSecond)
        {
            Counters.ThrottledQueries++;
            return VendorError.RateQuota;
        }

        AdmittedQueries.Add(now);
        return null;
    }
}

/// <summary>What was asked of an account since this process started.</summary>
internal sealed class AccountCounters
{
    public long Submits { get; set; }

    public long ThrottledSubmits { get; set; }

    public long RefusedSubmits { get; set; }

    public long ThrottledQueries { get; set; }

    public long Queries { get; set; }

    public long Lists { get; set; }

    public long Cancels { get; set; }

    public long Policies { get; set; }

    public long Downloads { get; set; }
}
