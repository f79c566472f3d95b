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
        var wanted = false;
        var watch = await watches.ChangeAsync(
            context.Message.TaskId,
            watch =>
            {
                wanted = watch.End is null or { Kind: WatchEndKind.Rendered } && !watch.RefreshWanted;
                if (wanted)
                    (watch.RefreshWanted, watch.DueAt) = (true, time.GetUtcNow());
                return wanted;
            },
            context.CancellationToken) ?? throw new WatchNotFoundException(context.Message.TaskId);

        if (wanted)
            signals.Raise(watch.Account);
        else if (watch.End is { Kind: not WatchEndKind.Rendered })
            await context.Publish(WatchMessages.Ended(watch));
    }
}
