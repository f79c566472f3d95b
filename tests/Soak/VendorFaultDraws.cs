using Wan.Soak.Chaos;

namespace Wan.Soak;

/// <summary>
/// Every fault of the simulated vendor, with its numbers drawn. What the vendor's pages promise holds: a list is late by less than the
/// repair waits for it, a task is UNKNOWN for a while only, and a file comes whole in the end.
/// </summary>
internal static class VendorFaultDraws
{
    private static readonly string[] Throttling =
        ["Throttling", "Throttling.RateQuota", "Throttling.BurstRate", "Throttling.AllocationQuota", "CommodityNotPurchased", "PrepaidBillOverdue", "PostpaidBillOverdue"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Func<Random, VendorFault>> Every { get; } =
    [
        random => Make(random, "unauthorized", 1),
        random => Make(random, "clock_skew", 1, ("seconds", random.Next(-40, 41))),
        random => Make(random, "refuse_connections", 0.2, ("seconds", 0.5 + random.NextDouble())),
        random => Make(random, "submit_throttled", 0.4, ("code", random.Pick(Throttling))),
        random => Make(random, "submit_error", 0.4),
        random => Make(random, "submit_accepted_error", 0.4),
        random => Make(random, "submit_accepted_hang", 0.4),
        random => Make(random, "submit_accepted_reset", 0.4),
        random => Make(random, "submit_not_json", 0.4, ("accept", random.Next(2) == 0)),
        random => Make(random, "submit_slow", 0.4, ("seconds", 1 + (3 * random.NextDouble()))), // Longer than a POST is waited for, too.
        random => Make(random, "task_fails", 0.2),
        random => Make(random, "query_throttled", 0.4),
        random => Make(random, "query_error", 0.4),
        random => Make(random, "query_slow", 0.4, ("seconds", 3)),
        random => Make(random, "query_truncated", 0.4),
        random => Make(random, "query_unknown", 0.5, ("per_task", 3)),
        random => Make(random, "query_odd_status", 0.5),
        random => Make(random, "query_without_url", 0.5, ("per_task", 3)),
        random => Make(random, "query_failed_without_reason", 0.1),
        random => Make(random, "list_error", 0.7),
        random => Make(random, "list_late", 1, ("seconds", 3)),
        random => Make(random, "list_never", 1),
        random => Make(random, "list_unordered", 1),
        random => Make(random, "download_error", 0.5),
        random => Make(random, "download_expired", 0.5, ("per_task", 2)),
        random => Make(random, "download_redirect", 0.5, ("location", "http://127.0.0.1:9/nobody-listens")),
        random => Make(random, "download_slow", 0.5, ("bytes_per_second", 10_000)),
        random => Make(random, "download_reset", 0.5, ("bytes", random.Next(1, 20_000))),
        random => Make(random, "download_wrong_length", 0.5, ("bytes", random.Pick([-1000, 1000])), ("per_task", 2)),
        random => Make(random, "download_no_range", 0.5),
        random => Make(random, "download_corrupt", 0.5, ("per_task", 2)),
        random => Make(random, "download_endless", 0.5, ("bytes", 2_000_000), ("per_task", 2)),
    ];

    /// <summary>Those that hide a task which was made.</summary>
    public static IReadOnlyList<Func<Random, VendorFault>> LostAnswers { get; } =
    [
        random => Make(random, "submit_accepted_error", 0.5),
        random => Make(random, "submit_accepted_hang", 0.5),
        random => Make(random, "submit_accepted_reset", 0.5),
        random => Make(random, "submit_not_json", 0.5, ("accept", random.Next(2) == 0)),
    ];

    private static VendorFault Make(Random random, string kind, double probability, params (string Name, object Value)[] fields)
    {
        var body = new Dictionary<string, object> { ["kind"] = kind, ["probability"] = probability, ["seed"] = random.Next() };
        foreach (var (name, value) in fields)
            body[name] = value;
        return new VendorFault(kind, body);
    }
}
