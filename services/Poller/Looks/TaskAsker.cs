using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Hosting.Tracing;

namespace Wan.Poller.Looks;

/// <summary>Asks for one task, or cancels it, and draws the conclusions.</summary>
internal sealed class TaskAsker(
    AccountQueries queries, HeldWatches held, WatchChanges changes, ListConditions lists, WatchedAccount account, TimeProvider time)
{
    /// <summary>Asks for a task by its id.</summary>
    public async Task AskAsync(HeldWatch watch)
    {
        using var step = WanTrace.Enter(watch.Watch);
        var asked = time.GetUtcNow();
        watch.Asks++;
        if (await queries.AskAsync(watch) is { } task)
            await AnsweredAsync(watch, task, asked);
    }

    /// <summary>Cancels a task that waits.</summary>
    public async Task CancelAsync(HeldWatch watch)
    {
        using var step = WanTrace.Begin(WanSpans.Cancel, watch.Watch);
        var outcome = await queries.CancelAsync(watch);
        step.Span.Of(watch.Watch)?.SetTag(WanAttributes.Outcome, WanTrace.Word(outcome));
        switch (outcome)
        {
            case CancelOutcome.Cancelled(var requestId):
                held.Keep(watch, await changes.CancelledAsync(watch.Watch, requestId));
                break;
            case CancelOutcome.NotPending:
                held.Keep(watch, await changes.CancelRefusedAsync(watch.Watch));
                break;
        }
    }

    private async Task AnsweredAsync(HeldWatch watch, DashScopeTask task, DateTimeOffset asked)
    {
        var now = time.GetUtcNow();
        var hinted = watch.Watch.Hinted;
        var verdict = LookAnswer.Take(watch, task, held.All, lists, held.See, account.Account, account.Options, now);
        held.Keep(watch, await changes.AnsweredAsync(watch.Watch, task, verdict, watch.Asks, asked));
        watch.Asks = 0;
        if (verdict.End is not { } end)
            return;

        lists.Ended(end.EndedAt, watch.UnfinishedAt);
        held.Ended(watch, end, hinted);
    }
}
