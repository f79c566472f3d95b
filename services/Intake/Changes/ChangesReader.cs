using System.Text.Json;
using Wan.Intake.Events;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Changes;

/// <summary>Reads what Notifier is to tell of, for whoever goes through all that changes, from a place that it keeps itself.</summary>
internal sealed class ChangesReader(IDocuments<Generation> generations, EventSource source, ViewAddresses addresses)
{
    private const int PageSize = 200;

    // To be sure.
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);

    private readonly byte[] address = JsonEncodedText.Encode(Generation.DoorsAt(addresses.PublicUrl)).EncodedUtf8Bytes.ToArray();
    private readonly Lock gate = new();
    private readonly EventHorizon horizon = new(source.Window, source.Time);

    /// <summary>A page.</summary>
    /// <param name="since">From where on.</param>
    /// <param name="told">Changes up to then were told, whatever has changed since.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<ChangesPage> ReadAsync(ChangedCursor since, DateTimeOffset told, CancellationToken cancellationToken)
    {
        var complete = Look(); // Before what is read.
        var page = await generations.ChangedSinceAsync(since, null, PageSize, stored => Read(stored, told), cancellationToken);
        return new ChangesPage
        {
            Changes = [.. page.Items.SelectMany(changes => changes)],
            NextAt = page.Next.ChangedAt,
            NextId = page.Next.Id,
            CompleteUntil = complete,
        };
    }

    /// <summary>How a generation is now, under a name that is no state's.</summary>
    /// <returns>Null if there is none.</returns>
    public async Task<NotableChange?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await generations.FindAsync(id, cancellationToken) is not { } generation)
            return null;
        var now = new StateChange { Number = 0, At = source.Time.GetUtcNow(), Status = generation.Status };
        return NotableChange.Of(new ChangedStored(generation.Id, [now], generation.Tenant, generation.CallbackUrl), GenerationSummary.Of(generation), now, address);
    }

    private DateTimeOffset? Look()
    {
        lock (gate)
        {
            var complete = horizon.Look();
            return source.IsClockTrusted ? complete : null;
        }
    }

    private List<NotableChange> Read(ReadOnlyMemory<byte> stored, DateTimeOffset told)
    {
        var from = told < DateTimeOffset.MinValue + Before ? told : told - Before;
        if (ChangedStored.Read(stored.Span, change => IsNotable(change.Status) && change.At >= from) is not { } changed)
            return [];
        var summary = new GenerationSummary(stored);
        return [.. changed.Changes.Select(change => NotableChange.Of(changed, summary, change, address))];
    }

    private static bool IsNotable(string status) => status is "completed" or "failed" or "cancelled" or "rejected" or "uncertain";
}
