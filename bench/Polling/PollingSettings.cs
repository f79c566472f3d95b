using System.Globalization;

namespace Wan.Bench.Polling;

/// <summary>A vendor that lets any number run but keeps its limit of queries, and a Poller with an account for each crowd.</summary>
internal static class PollingSettings
{
    /// <summary>Queries a second of each account: the vendor's limit, enforced and counted by the simulator.</summary>
    public const int QueriesPerSecond = 20;

    /// <summary>
    /// The vendor says "usually 1 to 5 minutes", and its own samples ran 4.6 to 16.7: two in three between 3 and 8 minutes, one in twenty longer than 11.
    /// </summary>
    public const string RenderTime = "00:05:00~0.5";

    public static Dictionary<string, string> Simulator(IEnumerable<string> accounts)
    {
        var settings = new Dictionary<string, string>
        {
            ["Simulator__Directory"] = "", // Nothing of an earlier run.
            ["Simulator__RenderTime"] = RenderTime,
            ["Simulator__QueueDelay"] = "00:00:02~0.5",
            ["Simulator__SubmitsPerSecond"] = "0",
            ["Simulator__RunningTasks"] = "0",
            ["Simulator__QueuedTasks"] = "0",
            ["Simulator__QueriesPerSecond"] = QueriesPerSecond.ToString(CultureInfo.InvariantCulture),
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var account in accounts)
            settings[$"Simulator__Accounts__{account}__0"] = KeyOf(account);
        return settings;
    }

    public static Dictionary<string, string> Poller(string rabbitMq, string folder, Uri vendor, IReadOnlyList<string> accounts)
    {
        var settings = new Dictionary<string, string>
        {
            ["WAN_RABBITMQ"] = rabbitMq,
            ["Storage__Directory"] = folder,
            ["Logging__LogLevel__Default"] = "Warning",
        };
        for (var index = 0; index < accounts.Count; index++)
        {
            settings[$"Accounts__{index}__Name"] = accounts[index];
            settings[$"Accounts__{index}__ApiKey"] = KeyOf(accounts[index]);
            settings[$"Accounts__{index}__BaseUrl"] = new Uri(vendor, "/api/v1").AbsoluteUri;
            settings[$"Accounts__{index}__QueriesPerSecond"] = QueriesPerSecond.ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }

    public static string KeyOf(string account) => $"sk-bench-{account}";
}
