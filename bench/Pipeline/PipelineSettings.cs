namespace Wan.Bench.Pipeline;

/// <summary>A vendor that takes no time and has no limits, and services that know it.</summary>
internal static class PipelineSettings
{
    public static Dictionary<string, string> Simulator(string folder) => new()
    {
        ["Simulator__Directory"] = Path.Combine(folder, "simulator"),
        ["Simulator__RenderTime"] = "00:00:00",
        ["Simulator__QueueDelay"] = "00:00:00",
        ["Simulator__SubmitsPerSecond"] = "0",
        ["Simulator__RunningTasks"] = "0",
        ["Simulator__QueuedTasks"] = "0",
        ["Simulator__QueriesPerSecond"] = "0",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    public static Dictionary<string, string> Services(string rabbitMq, string folder, Uri vendor) => new()
    {
        ["WAN_RABBITMQ"] = rabbitMq,
        ["Storage__Directory"] = folder,
        ["Archive__Directory"] = Path.Combine(folder, "archive"),
        ["DASHSCOPE_API_KEY"] = "simulated",
        ["DASHSCOPE_HTTP_BASE_URL"] = new Uri(vendor, "/api/v1").AbsoluteUri,
        ["Accounts__0__Name"] = "default",
        ["Accounts__0__SubmitsPerSecond"] = "10000",
        ["Accounts__0__RunningTasks"] = "10000",
        ["Accounts__0__QueriesPerSecond"] = "10000",
        ["Archiver__AllowedNetworks__0"] = "127.0.0.0/8",
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
