using Microsoft.Extensions.Options;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Draws in the archives that a process whose clock was ahead has put off for hours.</summary>
internal sealed class PutOffChore(
    IDocuments<Archive> archives, ClockGuard guard, IOptions<ArchiverOptions> options, TimeProvider time, ILogger<PutOffChore> logger) : IChore
{
    public TimeSpan Interval => options.Value.Interval;

    /// <summary>The furthest ahead that an archive may be due: as long as a claim holds, or the longest wait for another try or a fresh URL.</summary>
    internal static TimeSpan Furthest(ArchiverOptions options) =>
        new[] { options.Lease, options.Interval, ArchiveRules.LongestWait(options) }.Max();

    public Task RunAsync(CancellationToken cancellationToken) => archives.DrawInAsync(
        group: null,
        time.GetUtcNow() + Furthest(options.Value) + guard.MaxOffset,
        archive => archive.DueAt = time.GetUtcNow(),
        logger,
        cancellationToken);
}
