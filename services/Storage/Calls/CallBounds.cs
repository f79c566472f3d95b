namespace Wan.Storage.Calls;

/// <summary>What ends a call.</summary>
/// <param name="Deadline">Its own deadline.</param>
/// <param name="Caller">Its caller's wish, which a write that has begun does not hear: it ends with an answer.</param>
internal readonly record struct CallBounds(CancellationToken Deadline, CancellationToken Caller);
