namespace Wan.Simulator;

/// <summary>What is different for one model; what is not given is as for all.</summary>
public sealed class ModelOptions
{
    /// <inheritdoc cref="SimulatorOptions.RenderTime"/>
    public TimeRange? RenderTime { get; set; }

    /// <inheritdoc cref="SimulatorOptions.QueueDelay"/>
    public TimeRange? QueueDelay { get; set; }

    /// <inheritdoc cref="SimulatorOptions.SubmitsPerSecond"/>
    public int? SubmitsPerSecond { get; set; }

    /// <inheritdoc cref="SimulatorOptions.RunningTasks"/>
    public int? RunningTasks { get; set; }

    /// <summary>The name under which lists have its tasks, such as that of a dated version; null for its own.</summary>
    public string? ListedAs { get; set; }
}
