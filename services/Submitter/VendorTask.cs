namespace Wan.Submitter;

/// <summary>A task that the vendor made for a generation. It is paid, whether we wanted it or not.</summary>
/// <param name="TaskId">The vendor's id.</param>
/// <param name="Account">The account that runs it.</param>
/// <param name="AttemptId">The POST that made it.</param>
/// <param name="VendorRequestId">The vendor's id of that POST.</param>
/// <param name="SubmittedAt">When we learned of it.</param>
/// <param name="FoundBy">How we know that it is ours, one of <see cref="ByRequestId"/>...; null: the POST's own answer said so.</param>
internal sealed record VendorTask(
    string TaskId, string Account, string AttemptId, string? VendorRequestId, DateTimeOffset SubmittedAt, string? FoundBy = null)
{
    /// <summary>The list shows it with the request id of our POST.</summary>
    public const string ByRequestId = "request_id";

    /// <summary>It has our prompt, and its facts.</summary>
    public const string ByPrompt = "prompt";

    /// <summary>A person named it.</summary>
    public const string ByOperator = "operator";
}
