namespace Wan.DashScope.Client;

/// <summary>The vendor's words for the states of a task.</summary>
internal static class TaskStatusWords
{
    public static DashScopeTaskStatus Parse(string word) => word.ToUpperInvariant() switch
    {
        "PENDING" => DashScopeTaskStatus.Pending,
        "RUNNING" => DashScopeTaskStatus.Running,
        "SUCCEEDED" => DashScopeTaskStatus.Succeeded,
        "FAILED" => DashScopeTaskStatus.Failed,
        "CANCELED" or "CANCELLED" => DashScopeTaskStatus.Canceled,
        "UNKNOWN" => DashScopeTaskStatus.Unknown,
        _ => DashScopeTaskStatus.Other,
    };

    public static string ToWord(DashScopeTaskStatus status) => status.ToString().ToUpperInvariant();
}
