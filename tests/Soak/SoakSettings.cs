namespace Wan.Soak;

/// <summary>What the processes of a run are told: everything is missed after seconds, and what fails often is tried often.</summary>
internal static class SoakSettings
{
    /// <summary>The installation of a run.</summary>
    /// <param name="archive">The archive's folder; null for the usual one.</param>
    public static InstallationPlan Plan(string? archive) => new()
    {
        RunningTasks = 12,
        Submitters = SoakPlan.Submitters,
        Pollers = SoakPlan.Others,
        Archivers = SoakPlan.Others,
        Vendor = new Dictionary<string, string>
        {
            ["Simulator__Accounts__default__0"] = Settings.Key,
            ["Simulator__Accounts__default__1"] = ForeignClient.Key,
            ["Simulator__RenderTime"] = "00:00:01..00:00:04",
            ["Simulator__SubmitsPerSecond"] = "20", // Somebody else has a part of it.
            ["Simulator__RunningTasks"] = "20",
            ["Simulator__QueriesPerSecond"] = "60",
        },
        Services = Services(archive),
    };

    private static Dictionary<string, string> Services(string? archive)
    {
        var settings = new Dictionary<string, string>
        {
            ["Accounts__0__SubmitsPerSecond"] = "5",
            ["Accounts__0__QueriesPerSecond"] = "40",
            ["Accounts__0__RepairQueriesPerSecond"] = "10",
            ["DashScope__SubmitTimeout"] = "00:00:03",
            ["Submitter__ShortestBlock"] = "00:00:00.2",
            ["Submitter__LongestBlock"] = "00:00:01",
            ["Submitter__ShortestPause"] = "00:00:00.5",
            ["Submitter__LongestPause"] = "00:00:02",
            ["Submitter__Repair__FirstLook"] = "00:00:00.5",
            ["Submitter__Repair__LongestWait"] = "00:00:02",
            ["Submitter__Repair__AbsentAfter"] = "00:00:05",
            ["Submitter__Repair__GiveUpAfter"] = "00:00:15",
            ["Submitter__Repair__HoldLook"] = "00:00:03",
            ["Submitter__Strays__Interval"] = "00:00:02",
            ["Submitter__Strays__FirstLook"] = "00:00:03",
            ["Submitter__Strays__LooksAtOnce"] = "50",
            ["Poller__UnauthorisedPause"] = "00:00:01",
            ["Poller__LongestSilence"] = "00:00:05",
            ["Archiver__RetryDelay"] = "00:00:00.3",
            ["Archiver__MaxRetryDelay"] = "00:00:03",
            ["Archiver__StallTimeout"] = "00:00:05",
            ["Archiver__RefreshPatience"] = "00:00:05",
            ["Archive__MinFreeBytes"] = "1000000",
        };
        if (archive is not null)
            settings["Archive__Directory"] = archive;
        return settings;
    }
}
