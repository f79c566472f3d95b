using MassTransit;
using Wan.Contracts;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>
/// Writes what was learned into a watch, then tells it. If somebody else has written the watch meanwhile, what was learned is applied to what
/// they wrote.
/// </summary>
internal sealed class WatchChanges(IDocuments<Watch> watches, IBus bus, TimeProvider time)
{
    /// <summary>The vendor answered.</summary>
    /// <returns>The watch as it is now; finished if its <see cref="Watch.DueAt"/> is null.</returns>
    public async Task<Watch> AnsweredAsync(Watch watch, DashScopeTask task, Verdict verdict, int asks, DateTimeOffset asked)
    {
        var told = new List<object>();
        var saved = await ChangeAsync(watch, current => Apply(current, task, verdict, asks, told));
        if (told.Count > 0)
        {
            Checkpoint.Reached("poller.saved", saved.GenerationId);
            WatchTrace.Learned(saved, task, asked, time.GetUtcNow());
        }

        foreach (var message in told)
            await bus.PublishInTimeAsync(message, time);
        return saved;
    }

    /// <summary>A list shows that it runs.</summary>
    public async Task<Watch> StartedAsync(Watch watch, DateTimeOffset startedAt)
    {
        var started = false;
        var saved = await ChangeAsync(watch, current =>
        {
            started = current.End is null && current.StartedAt is null;
            if (!started)
                return false;
            (current.StartedAt, current.StatusSeen, current.SeenAt) = (startedAt, "RUNNING", time.GetUtcNow());
            return true;
        });
        if (!started)
            return saved;
        using var step = WanTrace.Enter(saved); // The list is nobody's.
        await bus.PublishInTimeAsync(WatchMessages.Started(saved), time);
        return saved;
    }

    /// <summary>The vendor cancelled it.</summary>
    public async Task<Watch> CancelledAsync(Watch watch, string? requestId)
    {
        var ended = false;
        var saved = await ChangeAsync(watch, current =>
        {
            ended = current.End is null;
            if (!ended)
                return false;
            var now = time.GetUtcNow();
            End(current, new WatchEnd
            {
                Kind = WatchEndKind.Cancelled,
                SeenAt = now,
                EndedAt = now,
                VendorRequestId = requestId,
                Error = new GenerationError
                {
                    Code = "cancelled",
                    Message = "The task was cancelled at the vendor before it ran; it costs nothing.",
                    VendorRequestId = requestId,
                },
            });
            return true;
        });
        if (ended)
            await bus.PublishInTimeAsync(WatchMessages.Ended(saved), time);
        return saved;
    }

    /// <summary>The vendor did not cancel it; the next answer tells why.</summary>
    public Task<Watch> CancelRefusedAsync(Watch watch) => ChangeAsync(watch, current =>
    {
        current.Cancel = CancelStep.Refused;
        return current.End is null;
    });

    private bool Apply(Watch watch, DashScopeTask task, Verdict verdict, int asks, List<object> told)
    {
        told.Clear();
        if (watch.End is not null && !watch.RefreshWanted)
            return false; // Another replica was told the same.

        var changed = watch.Hinted || watch.OddAnswers != verdict.OddAnswers || watch.StatusSeen != task.StatusWord;
        watch.Asks += asks;
        watch.Hinted = false;
        watch.OddAnswers = verdict.OddAnswers;
        watch.StatusSeen = task.StatusWord;
        if (task.Status != DashScopeTaskStatus.Unknown)
            watch.SeenAt = time.GetUtcNow();
        if (watch.StartedAt is null && verdict is { StartedAt: { } started, Alive: true })
        {
            watch.StartedAt = started;
            told.Add(WatchMessages.Started(watch));
            changed = true;
        }

        if (verdict.End is { } end)
        {
            watch.StartedAt ??= verdict.StartedAt;
            var refused = watch.Cancel != CancelStep.None && end.Kind == WatchEndKind.Rendered;
            End(watch, end);
            if (refused)
                told.Add(WatchMessages.CancellationRefused(watch));
            told.Add(WatchMessages.Ended(watch));
            return true;
        }

        // The vendor's PENDING after a refused cancellation is older than the refusal.
        if (verdict.Alive && watch.Cancel != CancelStep.None && (watch.Cancel == CancelStep.Refused || watch.StartedAt is not null))
        {
            watch.Cancel = CancelStep.None;
            told.Add(WatchMessages.CancellationRefused(watch));
            changed = true;
        }

        return changed;
    }

    private static void End(Watch watch, WatchEnd end)
    {
        watch.End = end;
        watch.DueAt = null;
        (watch.Cancel, watch.Hinted, watch.RefreshWanted) = (CancelStep.None, false, false);
    }

    private async Task<Watch> ChangeAsync(Watch watch, Func<Watch, bool> change) =>
        await watches.ChangeAsync(watch, change) ?? throw new WatchNotFoundException(watch.Id);
}
