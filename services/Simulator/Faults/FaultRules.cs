using System.Text.Json;

namespace Wan.Simulator.Faults;

/// <summary>Which fields a kind of fault takes beside the common ones, and what values they may have.</summary>
internal static class FaultRules
{
    private static readonly string[] Common = ["kind", "probability", "count", "account", "seed", "after", "for"];

    private static readonly Dictionary<string, (FaultKind Kind, string[] Fields)> Kinds =
        Enum.GetValues<FaultKind>().ToDictionary(Name, kind => (kind, (string[])[.. Common, .. ConditionsOf(kind), .. FieldsOf(kind)]), StringComparer.Ordinal);

    /// <summary>Error codes that the vendor answers with 429, and what it says.</summary>
    public static IReadOnlyDictionary<string, string> Throttling { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Throttling"] = "Requests throttling triggered.",
        ["Throttling.RateQuota"] = "Requests rate limit exceeded, please try again later.",
        ["Throttling.BurstRate"] = "Request rate increased too quickly. To ensure system stability, please adjust your client logic to scale requests more smoothly over time.",
        ["Throttling.AllocationQuota"] = "Allocated quota exceeded, please increase your quota limit.",
        ["CommodityNotPurchased"] = "Commodity has not purchased yet.",
        ["PrepaidBillOverdue"] = "The prepaid bill is overdue.",
        ["PostpaidBillOverdue"] = "The postpaid bill is overdue.",
    };

    /// <summary>A kind as it is spelled on the wire.</summary>
    public static string Name(this FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    public static FaultKind? Find(string name) => Kinds.TryGetValue(name, out var rule) ? rule.Kind : null;

    public static bool Takes(FaultKind kind, string field) => Kinds[kind.Name()].Fields.Contains(field);

    public static string Takes(FaultKind kind) => string.Join(", ", Kinds[kind.Name()].Fields);

    public static string All => string.Join(", ", Kinds.Keys);

    /// <summary>What is wrong with a value that was read, by its field; null if nothing is.</summary>
    public static (string Field, string Rule)? Check(Fault fault)
    {
        (string, bool, string)[] rules =
        [
            ("probability", fault.Probability is null or (>= 0 and <= 1), "must be 0 to 1"),
            ("count", fault.Count is null or > 0, "must be more than 0"),
            ("per_task", fault.PerTask is null or > 0, "must be more than 0"),
            ("match", fault.Match is not "", "must not be empty"),
            ("after", fault.After is null or (>= 0 and <= 1e6), "must be seconds, 0 or more"),
            ("for", fault.For is null or (> 0 and <= 1e6), "must be seconds, more than 0"),
            ("seconds", fault.Seconds is null or (>= -1e6 and <= 1e6) && (fault.Seconds is null or >= 0 || fault.Kind == FaultKind.ClockSkew), "must be seconds, 0 or more (less only for clock_skew)"),
            ("bytes", fault.Bytes is null or >= 0 || fault.Kind == FaultKind.DownloadWrongLength, "must be 0 or more (less only for download_wrong_length)"),
            ("offset", fault.Offset is null or >= 0, "must be 0 or more"),
            ("bytes_per_second", fault.BytesPerSecond is null or > 0, "must be more than 0"),
            ("status", fault.Status is null or (>= 400 and <= 599), "must be 400 to 599"),
            ("code", fault.Kind is not (FaultKind.SubmitThrottled or FaultKind.QueryThrottled) || fault.Code is null || Throttling.ContainsKey(fault.Code), $"must be one of {string.Join(", ", Throttling.Keys)}"),
            ("word", fault.Word is not "", "must not be empty"),
            ("location", fault.Location is null || Uri.IsWellFormedUriString(fault.Location, UriKind.Absolute), "must be an absolute URL"),
        ];
        foreach (var (field, holds, rule) in rules)
        {
            if (!holds)
                return (field, rule);
        }

        return null;
    }

    // A condition that can never be told on an occasion would only hide a mistake.
    private static string[] ConditionsOf(FaultKind kind) => kind switch
    {
        FaultKind.Unauthorized or FaultKind.ClockSkew or FaultKind.ListError or FaultKind.ListUnordered => [],
        FaultKind.UploadError or FaultKind.UploadPolicyExpired or FaultKind.UploadSlow => ["model"],
        >= FaultKind.QueryThrottled and <= FaultKind.QueryFailedWithoutReason or >= FaultKind.DownloadError => ["match", "model", "per_task"],
        _ => ["match", "model"],
    };

    private static string[] FieldsOf(FaultKind kind) => kind switch
    {
        FaultKind.ClockSkew or FaultKind.RefuseConnections or FaultKind.SubmitAcceptedHang or FaultKind.SubmitSlow or FaultKind.QuerySlow or FaultKind.ListLate or FaultKind.UploadSlow => ["seconds"],
        FaultKind.SubmitThrottled or FaultKind.QueryThrottled => ["code"],
        FaultKind.SubmitError or FaultKind.SubmitAcceptedError or FaultKind.QueryError or FaultKind.ListError or FaultKind.UploadError => ["status", "code", "message"],
        FaultKind.SubmitNotJson => ["accept"],
        FaultKind.TaskFails => ["code", "message"],
        FaultKind.QueryOddStatus => ["word"],
        FaultKind.QueryTruncated or FaultKind.DownloadReset or FaultKind.DownloadWrongLength or FaultKind.DownloadEndless => ["bytes"],
        FaultKind.DownloadCorrupt => ["bytes", "offset"],
        FaultKind.DownloadSlow => ["bytes_per_second"],
        FaultKind.DownloadError => ["status"],
        FaultKind.DownloadRedirect => ["location"],
        _ => [],
    };
}
