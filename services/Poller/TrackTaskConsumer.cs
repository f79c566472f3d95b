using MassTransit;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Poller.Looks;
using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>Begins to watch a task; if it has ended meanwhile, says again how.</summary>
internal sealed class TrackTaskConsumer(IDocuments<Watch> watches, TimeHistories histories, LookSignals signals, TimeProvider time)
    : IConsumer<TrackTask>
{
    public async Task Consume(ConsumeContext<TrackTask> context)
    {
        var task = context.Message;
        var now = time.GetUtcNow();
        var submittedAt = task.SubmittedAt < now ? task.SubmittedAt : now; // Submitter's clock may be ahead of ours.
        var times = await histories.OfAsync(task.Model, task.Expected, context.CancellationToken);
        var watch = new Watch
        {
            Id = task.TaskId,
            CreatedAt = now,
            GenerationId = task.GenerationId,
            Account = task.Account,
            Model = task.Model,
            Expected = task.Expected,
            SubmittedAt = submittedAt,
            FoundBy = task.FoundBy,
            TraceParent = WanTrace.Origin?.Parent,
            TraceState = WanTrace.Origin?.State,
            DueAt = LookTiming.NextLook(
                times, new Sighting(Running: false, submittedAt, submittedAt), signals.PriceOf(task.Account)),
        };

        if (await watches.InsertAsync(watch, context.CancellationToken))
        {
            Checkpoint.Reached("poller.tracked", task.GenerationId);
            signals.Raise(task.Account);
        }
        else if (await TakeOverAsync(task, context.CancellationToken) is { } known)
        {
            if (known.GenerationId != task.GenerationId)
                await context.Publish(WatchMessages.OfAnother(task, now));
            else if (known.End is not null)
                await context.Publish(WatchMessages.Ended(known));
        }
    }

    // Watched already, for the same generation or for one that a person took it for. What a person says does not take it from another, however late it comes: who
    // asks is told so, since a generation that missed the word that took it back would ask for ever.
    private Task<Watch?> TakeOverAsync(TrackTask task, CancellationToken cancellationToken) => watches.ChangeAsync(
        task.TaskId,
        known =>
        {
            if (known.GenerationId == task.GenerationId || (task.FoundBy == TaskFoundBy.Operator && known.FoundBy != TaskFoundBy.Operator))
                return false;
            (known.GenerationId, known.FoundBy) = (task.GenerationId, task.FoundBy);
            return true;
        },
        cancellationToken);
}
