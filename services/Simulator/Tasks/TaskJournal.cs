using System.Text.Json;

namespace Wan.Simulator.Tasks;

/// <summary>
/// The tasks on disk: one line of JSON for everything that happened, written before the caller hears of it. A line reaches the
/// operating system in one write, so it survives the process, whatever ends it.
/// </summary>
internal sealed class TaskJournal : IDisposable
{
    private readonly Lock gate = new();
    private readonly string path = "";
    private FileStream? file;

    /// <param name="directory">Where the file is; null or empty keeps nothing.</param>
    /// <exception cref="IOException">Another process uses the directory.</exception>
    public TaskJournal(string? directory)
    {
        if (string.IsNullOrEmpty(directory))
            return;

        Directory.CreateDirectory(directory);
        path = Path.Combine(directory, "tasks.jsonl");
        file = Open(path);
    }

    /// <summary>What earlier processes have written, in order. To be read once, before anything is appended.</summary>
    public IEnumerable<JournalEntry> Read()
    {
        if (file is null)
            yield break;

        var end = 0L;
        var reader = new StreamReader(file, leaveOpen: true);
        while (reader.ReadLine() is { } line && Parse(line) is { } entry)
        {
            end += System.Text.Encoding.UTF8.GetByteCount(line) + 1;
            yield return entry;
        }

        // A line that was cut off goes away, or the next one would be appended to it.
        file.SetLength(Math.Min(end, file.Length));
        file.Position = file.Length;
    }

    public void Append(JournalEntry entry)
    {
        if (file is null)
            return;

        var line = Line(entry);
        lock (gate)
            file.Write(line);
    }

    /// <summary>Replaces all that was written, in one step.</summary>
    public void Rewrite(IEnumerable<JournalEntry> entries)
    {
        if (file is null)
            return;

        var written = path + ".new";
        using (var replacement = File.Create(written))
        {
            foreach (var entry in entries)
                replacement.Write(Line(entry));
        }

        lock (gate)
        {
            File.Move(written, path, overwrite: true);
            file.Dispose();
            file = Open(path);
            file.Position = file.Length;
        }
    }

    public void Dispose() => file?.Dispose();

    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    private static byte[] Line(JournalEntry entry)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        return line;
    }

    private static JournalEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
