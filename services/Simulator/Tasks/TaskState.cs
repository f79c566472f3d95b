namespace Wan.Simulator.Tasks;

internal enum TaskState
{
    Pending,
    Running,
    Succeeded,
    Failed,
    Canceled,
}

internal static class TaskStates
{
    /// <summary>The state as the vendor spells it.</summary>
    public static string Word(this TaskState state) => state switch
    {
        TaskState.Pending => "PENDING",
        TaskState.Running => "RUNNING",
        TaskState.Succeeded => "SUCCEEDED",
        TaskState.Failed => "FAILED",
        _ => "CANCELED",
    };
}
