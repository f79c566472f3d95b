namespace Wan.Simulator;

/// <summary>What is different for one model; what is not given is as for all.</summary>
public sealed class ModelOptions
{
    /// <summary>How long its tasks run; absent: as for all models, <c>Simulator:RenderTime</c>.</summary>
    public TimeRange? RenderTime { get; set; }

    /// <summary>How long they wait; absent: as for all models, <c>Simulator:QueueDelay</c>.</summary>
    public TimeRange? QueueDelay { get; set; }

    /// <summary>Submits a second; absent: as for all models, <c>Simulator:SubmitsPerSecond</c>.</summary>
    public int? SubmitsPerSecond { get; set; }

    /// <summary>Tasks that run at once; absent: as for all models, <c>Simulator:RunningTasks</c>.</summary>
    public int? RunningTasks { get; set; }

    /// <summary>The name under which lists have its tasks, such as that of a dated version; null for its own.</summary>
    public string? ListedAs { get; set; }
}
