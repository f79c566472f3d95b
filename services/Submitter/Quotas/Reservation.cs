namespace Wan.Submitter.Quotas;

/// <summary>Leave to send one POST.</summary>
/// <param name="GenerationId">For this generation.</param>
/// <param name="Account">On this account.</param>
/// <param name="AttemptId">Under this id.</param>
/// <param name="SendAt">Not before this.</param>
internal sealed record Reservation(string GenerationId, string Account, string AttemptId, DateTimeOffset SendAt);
