using Wan.Intake.Changes;
using Wan.Notifier.Feed;
using Wan.Storage;

namespace Wan.Standalone;

/// <summary>What Intake has stored of generations, in this process.</summary>
internal sealed class OwnChanges(ChangesReader reader) : IGenerationChanges
{
    /// <inheritdoc/>
    public async Task<Notifier.Feed.ChangesPage> ReadAsync(Place since, DateTimeOffset told, CancellationToken cancellationToken)
    {
        var page = await reader.ReadAsync(new ChangedCursor(since.At, since.Id), told, cancellationToken);
        return new Notifier.Feed.ChangesPage
        {
            Changes = [.. page.Changes.Select(Of)], NextAt = page.NextAt, NextId = page.NextId, CompleteUntil = page.CompleteUntil,
        };
    }

    /// <inheritdoc/>
    public async Task<Change?> FindAsync(string generationId, CancellationToken cancellationToken) =>
        await reader.FindAsync(generationId, cancellationToken) is { } notice ? Of(notice) : null;

    private static Change Of(NotableChange change) => new()
    {
        GenerationId = change.GenerationId,
        Number = change.Number,
        At = change.At,
        Type = change.Type,
        Tenant = change.Tenant,
        CallbackUrl = change.CallbackUrl,
        Body = change.Body,
    };
}
