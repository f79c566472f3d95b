namespace Wan.Submitter.Quotas;

/// <summary>How an account was used at one time.</summary>
/// <param name="At">When.</param>
/// <param name="Used">Slots taken, of all models together.</param>
/// <param name="Of">Slots of all these models.</param>
/// <param name="Starts">Slots ever taken by then.</param>
/// <param name="Throttles">How often the vendor had ever been asked too much by then.</param>
internal readonly record struct LoadSample(DateTimeOffset At, int Used, int Of, long Starts, long Throttles);
