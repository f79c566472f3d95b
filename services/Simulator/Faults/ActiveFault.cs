using Wan.Simulator.Tasks;

namespace Wan.Simulator.Faults;

/// <summary>A fault in force: knows when it was asked for and how often it has fired. Not thread-safe.</summary>
internal sealed class ActiveFault(Fault fault, DateTimeOffset since, int defaultSeed)
{
    private readonly Dictionary<string, int> firedPerTask = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> chosen = new(StringComparer.Ordinal);
    private long occasions;

    public Fault Fault => fault;

    public long Fired { get; private set; }

    /// <summary>Whether it happens on this occasion.</summary>
    public bool Fires(FaultSubject subject, DateTimeOffset now)
    {
        if (!Concerns(subject, now) || !Drawn(occasions++))
            return false;

        Fired++;
        if (subject.TaskId is { } id)
            firedPerTask[id] = firedPerTask.GetValueOrDefault(id) + 1;
        return true;
    }

    /// <summary>Whether it happens to this task, which is decided once; <paramref name="first"/> tells whether it was now.</summary>
    public bool Chooses(SimulatedTask task, DateTimeOffset now, out bool first)
    {
        first = false;
        if (!chosen.TryGetValue(task.Id, out var hit))
        {
            hit = first = Concerns(new FaultSubject(task), now) && Drawn(task.Number);
            chosen[task.Id] = hit;
            Fired += hit ? 1 : 0;
        }

        return hit && InForce(now);
    }

    private bool Concerns(FaultSubject subject, DateTimeOffset now) =>
        InForce(now)
        && !fault.ShutsDoorAtOnce
        && (fault.Count is null || Fired < fault.Count)
        && (fault.PerTask is null || (subject.TaskId is { } id && firedPerTask.GetValueOrDefault(id) < fault.PerTask))
        && (fault.Match is null || subject.Prompt?.Contains(fault.Match, StringComparison.Ordinal) == true)
        && (fault.Account is null || fault.Account == subject.Account)
        && (fault.Model is null || fault.Model == subject.Model);

    private bool InForce(DateTimeOffset now)
    {
        var age = (now - since).TotalSeconds - (fault.After ?? 0);
        return age >= 0 && (fault.For is null || age < fault.For);
    }

    private bool Drawn(long place) => fault.Probability is null || SeededDraw.At(fault.Seed ?? defaultSeed, place) < fault.Probability;
}
