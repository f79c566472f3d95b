using System.Collections.Concurrent;

namespace Wan.Intake.Ends;

/// <summary>Tells whoever waits in this process for a generation's end of it. Only ever a shortcut: it may have ended in another process, so a waiter also looks by itself.</summary>
internal sealed class EndSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>How many generations are waited for.</summary>
    public int Count => waiting.Count;

    /// <summary>It has ended.</summary>
    public void Raise(string generationId)
    {
        if (waiting.TryRemove(generationId, out var ended))
            ended.TrySetResult();
    }

    /// <summary>Begins to wait; whoever looks at the generation after this misses no end.</summary>
    public TaskCompletionSource Await(string generationId) =>
        waiting.GetOrAdd(generationId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Waits no more. Another one who waits for the same one looks by itself soon.</summary>
    public void Leave(string generationId, TaskCompletionSource ended) => waiting.TryRemove(new(generationId, ended));
}
