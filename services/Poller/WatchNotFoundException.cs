namespace Wan.Poller;

/// <summary>A message names a task that is not watched (yet).</summary>
internal sealed class WatchNotFoundException(string taskId) : Exception($"Task {taskId} is not watched here (yet).");
