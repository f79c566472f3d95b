namespace Wan.Installations;

/// <summary>What the processes are told. Whoever is killed is missed for seconds here instead of minutes.</summary>
public static class Settings
{
    /// <summary>The API key of the first account.</summary>
    public const string Key = "simulated";

    /// <summary>Settings of the simulator: no limits but one on running tasks, and tasks of one to two seconds.</summary>
    public static Dictionary<string, string> Simulator(string folder, int runningTasks, string? secondAccount)
    {
        var settings = new Dictionary<string, string>
        {
            ["Simulator__Directory"] = folder,
            ["Simulator__RenderTime"] = "00:00:01..00:00:02",
            ["Simulator__QueueDelay"] = "00:00:00",
            ["Simulator__SubmitsPerSecond"] = "0",
            ["Simulator__RunningTasks"] = $"{runningTasks}",
            ["Simulator__QueriesPerSecond"] = "0",
        };
        if (secondAccount is not null)
        {
            settings["Simulator__Accounts__default__0"] = Key;
            settings[$"Simulator__Accounts__{secondAccount}__0"] = Key + secondAccount;
        }

        return settings;
    }

    /// <summary>Settings of the services.</summary>
    public static Dictionary<string, string> Services(string folder, Uri simulator, int runningTasks, string? secondAccount)
    {
        var vendor = new Uri(simulator, "/api/v1").AbsoluteUri;
        var settings = new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder,
            ["Archive__Directory"] = Path.Combine(folder, "archive"),
            ["DASHSCOPE_API_KEY"] = Key,
            ["DASHSCOPE_HTTP_BASE_URL"] = vendor,
            ["DashScope__SubmitTimeout"] = "00:00:05",
            ["Intake__DriveAgainAfter"] = "00:00:03",
            ["Intake__LineCheckInterval"] = "00:00:03",
            ["Intake__WholeLineCheckInterval"] = "00:00:03",
            ["Limits__ReleaseAfter"] = "00:02:00",
            ["Limits__SweepInterval"] = "00:00:01",
            ["Submitter__ClaimLease"] = "00:00:05",
            ["Submitter__PostWindow"] = "00:00:02",
            ["Submitter__PostGrace"] = "00:00:02",
            ["Submitter__SweepInterval"] = "00:00:01",
            ["Submitter__SilentAfter"] = "00:00:05",
            ["Poller__Lease"] = "00:00:03",
            ["Archiver__Lease"] = "00:00:05",
            ["Archiver__Interval"] = "00:00:01",
            ["Archiver__AllowedNetworks__0"] = "127.0.0.0/8",
        };
        AddAccount(settings, 0, "default", runningTasks);
        if (secondAccount is not null)
        {
            AddAccount(settings, 1, secondAccount, runningTasks);
            settings["Accounts__1__ApiKey"] = Key + secondAccount;
            settings["Accounts__1__BaseUrl"] = vendor;
        }

        return settings;
    }

    private static void AddAccount(Dictionary<string, string> settings, int index, string name, int runningTasks)
    {
        settings[$"Accounts__{index}__Name"] = name;
        settings[$"Accounts__{index}__SubmitsPerSecond"] = "50";
        settings[$"Accounts__{index}__RunningTasks"] = $"{runningTasks}";
        settings[$"Accounts__{index}__QueriesPerSecond"] = "200";
    }
}
