using Wan.Simulator.Tasks;

namespace Wan.Simulator.Faults;

/// <summary>What a call is about, as far as it is known when a fault is drawn.</summary>
internal readonly record struct FaultSubject(string? Account = null, string? Model = null, string? Prompt = null, SimulatedTask? Task = null)
{
    public FaultSubject(SimulatedTask task)
        : this(task.Account, task.Model, task.Request.Prompt, task)
    {
    }

    public string? TaskId => Task?.Id;
}
