using MassTransit;
using Wan.Contracts;
using Wan.Poller.Looks;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>
/// Has a waiting task cancelled at the vendor as soon as the budget allows; what can't be cancelled any more is said at once.
/// </summary>
internal sealed class CancelTaskConsumer(IDocuments<Watch> watches, LookSignals signals, TimeProvider time) : IConsumer<CancelTask>
{
    public async Task Consume(ConsumeContext<CancelTask> context)
    {
        var watch = await watches.FindAsync(context.Message.TaskId, context.CancellationToken)
            ?? throw new WatchNotFoundException(context.Message.TaskId); // Overtook TrackTask: the bus tries again.

        if (watch.End is { Kind: not WatchEndKind.Rendered })
            await context.Publish(WatchMessages.Ended(watch));
        else if (watch.End is not null || watch.StartedAt is not null)
            await context.Publish(WatchMessages.CancellationRefused(watch));
        else if (watch.Cancel == CancelStep.None)
            await WantAsync(watch, context.CancellationToken);
    }

    private async Task WantAsync(Watch watch, CancellationToken cancellationToken)
    {
        watch.Cancel = CancelStep.Wanted;
        watch.DueAt = time.GetUtcNow();
        if (!await watches.ReplaceAsync(watch, cancellationToken))
            throw new WatchChangedException(watch.Id);
        signals.Raise(watch.Account);
    }
}
