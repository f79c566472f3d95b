using System.Collections.Concurrent;

namespace Wan.Fixtures;

/// <summary>The last lines that a process has written.</summary>
internal sealed class ProcessLog
{
    private const int LinesKept = 4_000;
    private const int LinesShown = 40;

    private readonly ConcurrentQueue<string> lines = new();

    public void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > LinesKept)
        {
            lines.TryDequeue(out _);
        }
    }

    public override string ToString() => string.Join('\n', lines);

    /// <summary>The end of it, for the message of a failed test.</summary>
    public string Tail(string name) => $"\n--- last lines of {name} ---\n{string.Join('\n', lines.TakeLast(LinesShown))}\n";
}
