using System.Collections.Concurrent;
using System.Diagnostics;

namespace Wan.Storage.Calls;

/// <summary>Knows the writes that are under way and how the last ones ended, so that readiness shows what the work meets.</summary>
internal sealed class WriteWatch(TimeSpan patience)
{
    // A process that has nothing to write any more because it is not ready must become ready again.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, long> begun = new();
    private long count;
    private Failure? last;

    /// <summary>A write begins; ended by <see cref="End"/>.</summary>
    public long Begin()
    {
        var write = Interlocked.Increment(ref count);
        begun[write] = Stopwatch.GetTimestamp();
        return write;
    }

    /// <summary>It has an answer, or was given up with this exception.</summary>
    public void End(long write, StorageUnavailableException? exception = null)
    {
        begun.TryRemove(write, out _);
        last = exception is null ? null : new Failure(exception, Stopwatch.GetTimestamp());
    }

    /// <summary>For how long the oldest has been under way; zero if none is.</summary>
    public TimeSpan Oldest => begun.IsEmpty ? TimeSpan.Zero : begun.Values.Select(since => Stopwatch.GetElapsedTime(since)).DefaultIfEmpty().Max();

    /// <summary>Tells what the writes have met.</summary>
    /// <exception cref="StorageException">One has been under way for too long, or the last one had no answer.</exception>
    public void Check()
    {
        if (Oldest is var oldest && oldest > patience)
            throw new StorageException($"A write has been under way for {oldest.TotalSeconds:0} s: the store takes none, though it may be read.");
        if (last is { } failure && Stopwatch.GetElapsedTime(failure.At) < Memory)
            throw new StorageException($"The last write was given up: {failure.Exception.Message}", failure.Exception);
    }

    private sealed record Failure(StorageUnavailableException Exception, long At);
}
