namespace Wan.Poller;

/// <summary>Somebody else wrote the watch between reading and writing it.</summary>
internal sealed class WatchChangedException(string taskId) : Exception($"The watch of task {taskId} was changed by somebody else; try again.");
