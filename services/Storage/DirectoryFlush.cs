using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Wan.Storage;

/// <summary>
/// Makes new names in directories durable (<c>fsync</c> of the directory). Names that come while one flush runs share the next one.
/// </summary>
public sealed partial class DirectoryFlush
{
    private readonly ConcurrentDictionary<string, Turn> turns = new(StringComparer.Ordinal);

    /// <summary>When it ends, every name that was in the directory before the call is on the disk.</summary>
    public async Task FlushAsync(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;

        var turn = turns.GetOrAdd(directory, _ => new Turn());
        var seen = Volatile.Read(ref turn.Begun);
        await turn.Gate.WaitAsync();
        try
        {
            // A flush that began after this call and went well has covered it.
            if (turn.Done > seen)
                return;
            var number = Interlocked.Increment(ref turn.Begun);
            Flush(directory);
            turn.Done = number;
        }
        finally
        {
            turn.Gate.Release();
        }
    }

    private static void Flush(string directory)
    {
        var descriptor = Open(directory, flags: 0, mode: 0);
        if (descriptor < 0)
            throw new IOException($"The directory {directory} can't be opened (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"The directory {directory} can't be flushed (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    // Lives as long as the process and never makes a wait handle, so there is nothing to dispose of.
#pragma warning disable CA1001
    private sealed class Turn
#pragma warning restore CA1001
    {
        public readonly SemaphoreSlim Gate = new(1, 1);
        public long Begun;
        public long Done;
    }
}
