using Wan.Simulator.Tasks;

namespace Wan.Simulator.Faults;

/// <summary>The faults in force, and what all faults so far have done.</summary>
internal sealed class FaultList(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<FaultKind, FaultTally> tallies = [];
    private ActiveFault[] active = [];

    /// <summary>Puts other faults in force.</summary>
    public void Replace(IEnumerable<Fault> faults)
    {
        lock (gate)
        {
            active = [.. faults.Select((fault, index) => new ActiveFault(fault, time.GetUtcNow(), index + 1))];
            foreach (var fault in active.Where(fault => fault.Fault.ShutsDoorAtOnce))
                Count(fault.Fault.Kind, null);
        }
    }

    public IReadOnlyList<FaultReport> Report()
    {
        lock (gate)
            return [.. active.Select(fault => new FaultReport(fault.Fault, fault.Fired))];
    }

    /// <summary>Copies what all faults so far have done, those of earlier lists too.</summary>
    public IReadOnlyList<(FaultKind Kind, long Fired, IReadOnlyList<string> Tasks)> Tallies()
    {
        lock (gate)
            return [.. tallies.Select(tally => (tally.Key, tally.Value.Fired, (IReadOnlyList<string>)[.. tally.Value.Tasks]))];
    }

    /// <summary>The fault of this kind that happens on this occasion, if any.</summary>
    public Fault? Fire(FaultKind kind, FaultSubject subject)
    {
        if (active.Length == 0)
            return null;

        lock (gate)
        {
            var now = time.GetUtcNow();
            var fired = active.FirstOrDefault(fault => fault.Fault.Kind == kind && fault.Fires(subject, now));
            if (fired is not null)
                Count(kind, subject.Task);
            return fired?.Fault;
        }
    }

    /// <summary>The faults of this kind that happen to this task, which is decided once for each.</summary>
    public IReadOnlyList<Fault> Chosen(FaultKind kind, SimulatedTask task)
    {
        if (active.Length == 0)
            return [];

        lock (gate)
        {
            var now = time.GetUtcNow();
            var hits = new List<Fault>();
            foreach (var fault in active.Where(fault => fault.Fault.Kind == kind))
            {
                if (!fault.Chooses(task, now, out var first))
                    continue;
                if (first)
                    Count(kind, task);
                hits.Add(fault.Fault);
            }

            return hits;
        }
    }

    /// <summary>Notes that a fault which was drawn before there was a task has touched this one.</summary>
    public void Touch(FaultKind kind, SimulatedTask task)
    {
        lock (gate)
            Touch(tallies[kind], kind, task);
    }

    private static void Touch(FaultTally tally, FaultKind kind, SimulatedTask task)
    {
        if (tally.Tasks.Add(task.Id))
            task.Faults = [.. task.Faults, kind.Name()];
    }

    private void Count(FaultKind kind, SimulatedTask? task)
    {
        if (!tallies.TryGetValue(kind, out var tally))
            tallies[kind] = tally = new FaultTally();
        tally.Fired++;
        if (task is not null)
            Touch(tally, kind, task);
    }

    private sealed class FaultTally
    {
        public long Fired { get; set; }

        public HashSet<string> Tasks { get; } = new(StringComparer.Ordinal);
    }
}
