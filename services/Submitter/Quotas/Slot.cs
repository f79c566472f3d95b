namespace Wan.Submitter.Quotas;

/// <summary>A place among the running tasks, taken for a generation.</summary>
/// <param name="AttemptId">The POST that it was taken for.</param>
/// <param name="Since">When it was taken.</param>
internal sealed record Slot(string AttemptId, DateTimeOffset Since);
