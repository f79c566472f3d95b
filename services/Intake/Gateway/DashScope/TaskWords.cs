namespace Wan.Intake.Gateway.DashScope;

/// <summary>The vendor's words for how far a task is, and what of ours each stands for. Pure.</summary>
internal static class TaskWords
{
    public const string Pending = "PENDING", Running = "RUNNING", Succeeded = "SUCCEEDED", Failed = "FAILED", Canceled = "CANCELED", Unknown = "UNKNOWN";

    public static string Of(Generation generation) => Of(generation.Status, generation.StartedAt is not null);

    /// <summary>The word for a generation. What may still end in a video is never told as ended.</summary>
    /// <param name="status">Its state, as our own doors spell it.</param>
    /// <param name="hasStarted">Whether the vendor has begun it.</param>
    public static string Of(string status, bool hasStarted) => status switch
    {
        "accepted" or "submitting" => Pending,
        "rendering" => hasStarted ? Running : Pending,
        "completed" => Succeeded,
        "failed" or "rejected" => Failed,
        "cancelled" => Canceled,
        _ => Running,
    };

    /// <summary>Whether a word is that of an end.</summary>
    public static bool IsEnd(string word) => word is Succeeded or Failed or Canceled;
}
