using System.Collections.Concurrent;
using Wan.Notifier.Feed;

namespace Wan.Notifier.Tests;

/// <summary>Stands for Intake: what a test says has changed.</summary>
internal sealed class Story(TimeProvider time) : IGenerationChanges
{
    private readonly ConcurrentQueue<Change> changes = new();

    /// <summary>True: it does not answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>A generation has come to its end.</summary>
    public Change Ends(string type = "generation.completed", string tenant = "acme", string? callback = null)
    {
        var id = Guid.CreateVersion7().ToString();
        var change = new Change
        {
            GenerationId = id,
            Number = 5,
            At = time.GetUtcNow(),
            Type = type,
            Tenant = tenant,
            CallbackUrl = callback,
            Body = $$"""{"type":"{{type}}","timestamp":"2026-11-30T09:12:44+00:00","data":{"id":"{{id}}","status":"completed","metadata":{"title":"Müller & Söhne 🎬"} } }""",
        };
        changes.Enqueue(change);
        return change;
    }

    public Task<ChangesPage> ReadAsync(Place since, DateTimeOffset told, CancellationToken cancellationToken)
    {
        if (IsAway)
            throw new IntakeAwayException("It is away.");
        var now = time.GetUtcNow();
        var found = changes.Where(change => (change.At, change.GenerationId).CompareTo((since.At, since.Id ?? "~")) > 0).OrderBy(change => change.At).ThenBy(change => change.GenerationId).ToList();
        return Task.FromResult(new ChangesPage
        {
            Changes = found,
            NextAt = found is [.., var last] ? last.At : since.At,
            NextId = found is [.., var same] ? same.GenerationId : since.Id,
            CompleteUntil = now - TimeSpan.FromSeconds(10),
        });
    }

    public Task<Change?> FindAsync(string generationId, CancellationToken cancellationToken) =>
        IsAway ? throw new IntakeAwayException("It is away.") : Task.FromResult(changes.FirstOrDefault(change => change.GenerationId == generationId));
}
