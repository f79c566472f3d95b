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
        feeds.Watch(waker); // Before the first look: no change after that is missed.
        try
        {
            if (await generations.FindAsync(id, either.Token) is not { } generation)
                return Problems.NotFound(id);
            if (generation.HasEnded && StateChanges.Of(generation)[^1].Number <= last)
                return Results.NoContent(); // The answer at which browsers come no more.
            StorageDoors.AnswerHasBegun();
            var stream = new EventStream(context, metrics, either.Token);
            await stream.BeginAsync(null);
            await WriteAsync(stream, generation, last, waker, either.Token);
            return Results.Empty;
        }
        finally
        {
            feeds.Leave(waker);
        }
    }

    private async Task WriteAsync(EventStream stream, Generation? generation, int last, EventWaker waker, CancellationToken cancellationToken)
    {
        var written = source.Time.GetTimestamp();
        while (generation is not null)
        {
            var fresh = StateChanges.Of(generation).Where(change => change.Number > last).ToList();
            if (fresh.Count > 0)
            {
                var summary = GenerationSummary.Of(generation);
                await stream.WriteAsync(fresh.Select(change => source.Frame(
                    change.Number.ToString(CultureInfo.InvariantCulture), new PendingChange(default, generation.Id, change, summary))));
                (last, written) = (fresh[^1].Number, source.Time.GetTimestamp());
            }

            if (generation.HasEnded)
                return;
            // What another process has saved is seen at the next look.
            await waker.WaitAsync(2 * source.Options.EventsInterval, cancellationToken);
            if (source.Time.GetElapsedTime(written) >= source.Options.EventsHeartbeat)
            {
                await stream.WriteAsync([EventFrame.SignOfLife(null)]);
                written = source.Time.GetTimestamp();
            }

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
