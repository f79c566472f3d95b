namespace Wan.Hosting.Clocks;

/// <summary>What this process is called where others read of it.</summary>
public static class ThisProcess
{
    /// <summary>Its host's name and its process id, such as <c>wan-7/4711</c>.</summary>
    public static string Name { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";
}
