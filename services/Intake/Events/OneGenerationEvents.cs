using System.Globalization;
using Wan.Intake.Doors;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Events;

/// <summary>The stream of one generation: its changes from the first, or behind the one that is named, to its end.</summary>
internal sealed class OneGenerationEvents(
    IDocuments<Generation> generations, EventSource source, EventFeeds feeds, EventsMetrics metrics, IHostApplicationLifetime lifetime)
{
    /// <summary>Answers with it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">Whose.</param>
    /// <param name="last">The number of the last change that the client has; 0 for none.</param>
    public async Task<IResult> FollowAsync(HttpContext context, string id, int last)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var waker = new EventWaker(id, source.Time);
        var feed = feeds.Use(null);
        feed.Watch(waker); // Before the first look: no change after that is missed.
        try
        {
            if (await generations.FindAsync(id, either.Token) is not { } generation)
                return Problems.NotFound(id);
            if (generation.DueAt is null && StateChanges.Of(generation)[^1].Number <= last)
                return Results.NoContent(); // The answer at which browsers come no more.
            StorageDoors.AnswerHasBegun();
            var stream = new EventStream(context, metrics, either.Token);
            await stream.BeginAsync(null);
            await WriteAsync(stream, generation, last, waker, either.Token);
            return Results.Empty;
        }
        finally
        {
            feed.Leave(waker);
            feeds.Return(null);
        }
    }

    private async Task WriteAsync(EventStream stream, Generation? generation, int last, EventWaker waker, CancellationToken cancellationToken)
    {
        while (generation is not null)
        {
            var fresh = StateChanges.Of(generation).Where(change => change.Number > last).ToList();
            if (fresh.Count > 0)
            {
                var summary = GenerationSummary.Of(generation);
                await stream.WriteAsync(fresh.Select(change => source.Frame(
                    change.Number.ToString(CultureInfo.InvariantCulture), new PendingChange(default, generation.Id, change, summary))));
                last = fresh[^1].Number;
            }

            if (generation.DueAt is null)
                return;
            if (!await waker.WaitAsync(source.Options.EventsHeartbeat, cancellationToken))
                await stream.WriteAsync([EventFrame.SignOfLife(null)]);
            generation = await FindAsync(generation, cancellationToken);
        }
    }

    // While the store is away the stream waits with the client.
    private async Task<Generation?> FindAsync(Generation known, CancellationToken cancellationToken)
    {
        try
        {
            return await generations.FindAsync(known.Id, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            return known;
        }
    }
}
