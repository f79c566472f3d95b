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
        var wanted = false;
        var watch = await watches.ChangeAsync(
            context.Message.TaskId,
            watch =>
            {
                wanted = watch.End is null && watch.StartedAt is null && watch.Cancel == CancelStep.None;
                if (wanted)
                    (watch.Cancel, watch.DueAt) = (CancelStep.Wanted, time.GetUtcNow());
                return wanted;
            },
            context.CancellationToken) ?? throw new WatchNotFoundException(context.Message.TaskId); // Overtook TrackTask: the bus tries again.

        if (wanted)
            signals.Raise(watch.Account);
        else if (watch.End is { Kind: not WatchEndKind.Rendered })
            await context.Publish(WatchMessages.Ended(watch));
        else if (watch.End is not null || watch.StartedAt is not null)
            await context.Publish(WatchMessages.CancellationRefused(watch));
    }
}
