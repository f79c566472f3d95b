using MassTransit;
using Wan.Contracts;
using Wan.Poller.Looks;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>Has a fresh result URL asked for; a task that has not ended is asked for at once.</summary>
internal sealed class RefreshResultConsumer(IDocuments<Watch> watches, LookSignals signals, TimeProvider time) : IConsumer<RefreshResult>
{
    public async Task Consume(ConsumeContext<RefreshResult> context)
    {
        var watch = await watches.FindAsync(context.Message.TaskId, context.CancellationToken)
            ?? throw new WatchNotFoundException(context.Message.TaskId);

        if (watch.End is { Kind: not WatchEndKind.Rendered })
            await context.Publish(WatchMessages.Ended(watch));
        else if (!watch.RefreshWanted)
            await WantAsync(watch, context.CancellationToken);
    }

    private async Task WantAsync(Watch watch, CancellationToken cancellationToken)
    {
        watch.RefreshWanted = true;
        watch.DueAt = time.GetUtcNow();
        if (!await watches.ReplaceAsync(watch, cancellationToken))
            throw new WatchChangedException(watch.Id);
        signals.Raise(watch.Account);
    }
}
