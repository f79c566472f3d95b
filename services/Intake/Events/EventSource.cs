using System.Text.Json;
using Microsoft.Extensions.Options;
using Wan.Hosting.Clocks;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Events;

/// <summary>Reads changes from the store, and makes events of them.</summary>
internal sealed class EventSource(
    IDocuments<Generation> generations, IOptions<IntakeOptions> options, IOptions<StorageOptions> storage, ViewAddresses addresses, ClockGuard guard, TimeProvider time)
{
    private const int PageSize = 500;

    private readonly byte[] address = JsonEncodedText.Encode(Generation.DoorsAt(addresses.PublicUrl)).EncodedUtf8Bytes.ToArray();

    /// <summary>Most generations whose changes are read at once.</summary>
    public const int Most = 10_000;

    public IntakeOptions Options => options.Value;

    public TimeProvider Time => time;

    /// <summary>Whether our clock is as those of others.</summary>
    public bool IsClockTrusted => guard.IsTrusted(out _);

    /// <summary>How long a change may take until it can be seen: as long as a write, and our clock may be ahead and the writer's behind.</summary>
    public TimeSpan Window => storage.Value.Timeout + (2 * guard.MaxOffset);

    /// <summary>How old an id may be with which somebody goes on: what is deleted can't be told any more.</summary>
    public TimeSpan LongestAway => storage.Value.KeepGenerationsFor is { Ticks: > 0 } kept && kept < Longest ? kept : Longest;

    private static TimeSpan Longest => TimeSpan.FromDays(1);

    /// <summary>The changes since that somebody wants, in order.</summary>
    /// <returns>Them, and up to where was read.</returns>
    /// <exception cref="TooManyChangesException">They are of more than <see cref="Most"/> generations.</exception>
    public async Task<(List<PendingChange> Pending, ChangedCursor End)> ReadAsync(
        ChangedCursor since, string? tenant, Func<SentChange, bool> isWanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ChangedGeneration>(StringComparer.Ordinal);
        while (true)
        {
            var page = await generations.ChangedSinceAsync(since, tenant, PageSize, stored => ChangedGeneration.Read(stored, isWanted), cancellationToken);
            foreach (var generation in page.Items.OfType<ChangedGeneration>())
                found[generation.Id] = generation; // One that changes meanwhile comes again, with all that it had before.
            if (found.Count > Most)
                throw new TooManyChangesException();
            if (page.Next == since)
                return (PendingChange.Of(found.Values), since); // One that can't be read is missing on a page that is full, so that a page alone does not tell.
            since = page.Next;
        }
    }

    /// <summary>The event of a change.</summary>
    public EventFrame Frame(string id, PendingChange change) => EventFrame.Of(id, change.GenerationId, change.Change, change.Summary, address);
}
