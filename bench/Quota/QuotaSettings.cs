namespace Wan.Bench.Quota;

/// <summary>The vendor with its true limits and tasks of 2 to 10 seconds, and services as they are without any setting.</summary>
internal static class QuotaSettings
{
    public static Dictionary<string, string> Simulator(string folder) => new()
    {
        ["Simulator__Directory"] = Path.Combine(folder, "simulator"),
        ["Simulator__RenderTime"] = "00:00:02..00:00:10",
        ["Simulator__QueueDelay"] = "00:00:00",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    public static Dictionary<string, string> Services(string rabbitMq, string folder, Uri vendor) => new()
    {
        ["WAN_RABBITMQ"] = rabbitMq,
        ["Storage__Directory"] = folder,
        ["Archive__Directory"] = Path.Combine(folder, "archive"),
        ["DASHSCOPE_API_KEY"] = "simulated",
        ["DASHSCOPE_HTTP_BASE_URL"] = new Uri(vendor, "/api/v1").AbsoluteUri,
        ["Archiver__AllowedNetworks__0"] = "127.0.0.0/8",
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
