using Wan.Contracts;

namespace Wan.Submitter.Repairs;

/// <summary>A task that the vendor made for a generation. It is paid, whether we wanted it or not.</summary>
/// <param name="TaskId">The vendor's id.</param>
/// <param name="Account">The account that runs it.</param>
/// <param name="AttemptId">The POST that made it.</param>
/// <param name="VendorRequestId">The vendor's id of that POST.</param>
/// <param name="SubmittedAt">When we learned of it.</param>
/// <param name="FoundBy">How we know that it is ours, see <see cref="TaskFoundBy"/>; null: the POST's own answer said so.</param>
internal sealed record VendorTask(
    string TaskId, string Account, string AttemptId, string? VendorRequestId, DateTimeOffset SubmittedAt, string? FoundBy = null);
