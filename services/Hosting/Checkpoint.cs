using System.Diagnostics.Tracing;

namespace Wan.Hosting;

/// <summary>
/// Named steps of what must survive the end or the freezing of its process at any moment, told to whoever listens to the event source
/// <c>Wan-Checkpoints</c>. Costs nothing while nobody does.
/// </summary>
public static class Checkpoint
{
    /// <summary>Name of the event source. Its event <c>Reached</c> carries the checkpoint's name and the id of what is worked on.</summary>
    public const string SourceName = "Wan-Checkpoints";

    /// <summary>This step has just been taken, and nothing of the next one.</summary>
    /// <param name="name">Service and step, such as <c>submitter.intended</c>.</param>
    /// <param name="id">What is worked on: a generation's id, mostly.</param>
    public static void Reached(string name, string id)
    {
        if (CheckpointSource.Log.IsEnabled())
            CheckpointSource.Log.Reached(name, id);
    }

    [EventSource(Name = SourceName)]
    private sealed class CheckpointSource : EventSource
    {
        public static readonly CheckpointSource Log = new();

        [Event(1, Level = EventLevel.Informational)]
        public void Reached(string name, string id) => WriteEvent(1, name, id);
    }
}
