namespace Wan.EndToEnd.Tests;

/// <summary>What the processes are told. Whoever is killed is missed for seconds here instead of minutes.</summary>
internal static class Settings
{
    /// <summary>Settings of the simulator: no limits but one on running tasks, and tasks of one to two seconds.</summary>
    public static Dictionary<string, string> Simulator(string folder, int runningTasks) => new()
    {
        ["Simulator__Directory"] = folder,
        ["Simulator__RenderTime"] = "00:00:01..00:00:02",
        ["Simulator__QueueDelay"] = "00:00:00",
        ["Simulator__SubmitsPerSecond"] = "0",
        ["Simulator__RunningTasks"] = $"{runningTasks}",
        ["Simulator__QueriesPerSecond"] = "0",
    };

    /// <summary>Settings of the services.</summary>
    public static Dictionary<string, string> Services(string folder, Uri simulator, int runningTasks) => new()
    {
        ["Storage__Directory"] = folder,
        ["Archive__Directory"] = Path.Combine(folder, "archive"),
        ["DASHSCOPE_API_KEY"] = "simulated",
        ["DASHSCOPE_HTTP_BASE_URL"] = new Uri(simulator, "/api/v1").AbsoluteUri,
        ["DashScope__SubmitTimeout"] = "00:00:05",
        ["Accounts__0__Name"] = "default",
        ["Accounts__0__SubmitsPerSecond"] = "50",
        ["Accounts__0__RunningTasks"] = $"{runningTasks}",
        ["Accounts__0__QueriesPerSecond"] = "200",
        ["Intake__DriveAgainAfter"] = "00:00:03",
        ["Submitter__ClaimLease"] = "00:00:05",
        ["Submitter__PostGrace"] = "00:00:02",
        ["Submitter__SweepInterval"] = "00:00:01",
        ["Submitter__SilentAfter"] = "00:00:05",
        ["Poller__Lease"] = "00:00:03",
        ["Archiver__Lease"] = "00:00:05",
        ["Archiver__Interval"] = "00:00:01",
        ["Archiver__AllowedNetworks__0"] = "127.0.0.0/8",
    };
}
