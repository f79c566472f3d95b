using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>Makes one query and draws the conclusions.</summary>
internal sealed partial class LookActions(
    HeldWatches held, WatchChanges changes, ListConditions lists, QueryBudget budget, DashScopeClient client, DashScopeAccount account,
    TimeHistories histories, PollerOptions options, double lowestPrice, TimeProvider time, ILogger<LookActions> logger)
{
    private DateTimeOffset pushedAt;

    /// <summary>Whether the vendor's events have told of an end lately.</summary>
    public bool IsPushed(DateTimeOffset now) => now - pushedAt < LookPrices.PushMemory;

    /// <summary>Makes the query that was taken from the budget. Does not throw: what goes wrong is tried again after a while.</summary>
    public async Task RunAsync(Look look)
    {
        IReadOnlyList<HeldWatch> busy = look switch
        {
            Look.Ask ask => [ask.Held],
            Look.Cancel cancel => [cancel.Held],
            Look.List list => list.Members,
            _ => throw new UnreachableException(),
        };
        foreach (var watch in busy)
            watch.Busy = true;
        try
        {
            switch (look)
            {
                case Look.Ask ask:
                    await AskAsync(ask.Held);
                    break;
                case Look.Cancel cancel:
                    await CancelAsync(cancel.Held);
                    break;
                default:
                    busy = await ListAsync((Look.List)look);
                    await TellStartedAsync(busy);
                    break;
            }
        }
        catch (Exception exception) // The store or the bus may be away for a while; the loop goes on.
        {
            Log.Failed(logger, exception, account.Name);
            foreach (var watch in busy)
                watch.NotBefore = time.GetUtcNow() + TimeSpan.FromSeconds(2);
        }
        finally
        {
            foreach (var watch in busy)
                watch.Busy = false;
        }
    }

    private async Task AskAsync(HeldWatch watch)
    {
        using var activity = WanActivity.Continue("poll", watch.Watch.TraceParent, ActivityKind.Client);
        watch.Asks++;
        var outcome = await client.QueryAsync(account, watch.Watch.Id, CancellationToken.None);
        Checkpoint.Reached("poller.answered", watch.Watch.GenerationId);
        budget.Ended();
        switch (outcome)
        {
            case QueryOutcome.Answered(var task):
                await budget.SucceededAsync();
                await AnsweredAsync(watch, task);
                break;
            case QueryOutcome.Throttled:
                await ThrottledAsync(watch);
                break;
            case QueryOutcome.Unauthorised(var error):
                await UnauthorisedAsync(error);
                break;
            case QueryOutcome.Failed(var error):
                await FailedAsync(watch, error);
                break;
        }
    }

    private async Task CancelAsync(HeldWatch watch)
    {
        using var activity = WanActivity.Continue("cancel", watch.Watch.TraceParent, ActivityKind.Client);
        var outcome = await client.CancelAsync(account, watch.Watch.Id, CancellationToken.None);
        budget.Ended();
        switch (outcome)
        {
            case CancelOutcome.Cancelled(var requestId):
                Keep(watch, await changes.CancelledAsync(watch.Watch, requestId));
                break;
            case CancelOutcome.NotPending:
                Keep(watch, await changes.CancelRefusedAsync(watch.Watch));
                break;
            case CancelOutcome.Throttled:
                await ThrottledAsync(watch);
                break;
            case CancelOutcome.Unauthorised(var error):
                await UnauthorisedAsync(error);
                break;
            case CancelOutcome.Failed(var error):
                await FailedAsync(watch, error);
                break;
        }
    }

    private async Task AnsweredAsync(HeldWatch watch, DashScopeTask task)
    {
        var now = time.GetUtcNow();
        var hinted = watch.Watch.Hinted;
        var verdict = VerdictRules.Judge(watch.Watch, task, account, options, now);
        if (task.Status == DashScopeTaskStatus.Other)
            Log.UnknownWord(logger, task.TaskId, task.StatusWord);
        if (task.SubmittedAt is { } created)
            watch.Created(created);
        if (verdict.Alive && (watch.Gone || watch.NotRunningAt > verdict.StartedAt + ListConditions.ClockTolerance))
            Missed(watch);
        watch.AskedAt = now;
        watch.NotBefore = verdict.AskAgainIn is { } wait ? now + wait : default;
        if (verdict.Alive)
            watch.See(SightingOf(watch, verdict, now), histories.Known(watch.Watch.Model, watch.Watch.Expected), lowestPrice);

        Keep(watch, await changes.AnsweredAsync(watch.Watch, task, verdict, watch.Asks));
        watch.Asks = 0;
        if (verdict.End is not { } end)
            return;

        lists.Ended(end.EndedAt, watch.UnfinishedAt);
        if (hinted)
            pushedAt = now;
        if (end.Kind == WatchEndKind.Rendered)
            Observe(watch, end);
    }

    // A list left it out although it runs.
    private void Missed(HeldWatch watch)
    {
        if (!watch.LeftOutByName || watch.ListedAt is not null)
        {
            watch.Misses++;
            return;
        }

        // What such a list does not show need not be over: the next one is not narrowed to the model.
        lists.DoubtNames();
        foreach (var other in held.All)
            if (other.LeftOutByName && other.ListedAt is null)
                (other.Gone, other.NotRunningAt) = (false, default);
    }

    private static Sighting SightingOf(HeldWatch watch, Verdict verdict, DateTimeOffset now) => verdict.StartedAt is { } started
        ? new Sighting(Running: true, started, now)
        : new Sighting(Running: false, watch.Watch.SubmittedAt, now);

    private void Keep(HeldWatch watch, Watch saved)
    {
        watch.Keep(saved);
        if (saved.DueAt is null)
            held.Forget(watch);
    }

    private void Observe(HeldWatch watch, WatchEnd end)
    {
        var submitted = end.SubmittedAt ?? watch.Watch.SubmittedAt;
        var started = end.StartedAt ?? submitted;
        histories.Ended(
            watch.Watch.Model, watch.Watch.Expected, end.StartedAt - submitted, watch.ToldUntil(started), (end.EndedAt ?? end.SeenAt) - started);
    }

    private async Task ThrottledAsync(HeldWatch? watch)
    {
        Log.Throttled(logger, account.Name);
        await budget.ThrottledAsync();
        watch?.NotBefore = time.GetUtcNow() + TimeSpan.FromSeconds(1);
    }

    private async Task UnauthorisedAsync(DashScopeError error)
    {
        Log.Unauthorised(logger, account.Name, options.UnauthorisedPause, error.Code, error.Message);
        await budget.UnauthorisedAsync(options.UnauthorisedPause);
    }

    private async Task FailedAsync(HeldWatch? watch, DashScopeError error)
    {
        Log.QueryFailed(logger, account.Name, error.HttpStatus, error.Code);
        await budget.FailedAsync();
        watch?.NotBefore = time.GetUtcNow() + TimeSpan.FromSeconds(1 + Random.Shared.NextDouble());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A look at tasks of account {Account} went wrong and is tried again")]
        public static partial void Failed(ILogger logger, Exception exception, string account);

        [LoggerMessage(2, LogLevel.Warning, "Task {TaskId} has a status that is not documented: {Status}; it is asked for again")]
        public static partial void UnknownWord(ILogger logger, string taskId, string status);

        [LoggerMessage(3, LogLevel.Warning, "The vendor refused a query of account {Account} as one too many; slower for a while")]
        public static partial void Throttled(ILogger logger, string account);

        [LoggerMessage(4, LogLevel.Error, "The vendor does not accept the key of account {Account}; its tasks wait {Pause}: {Code} {Reason}")]
        public static partial void Unauthorised(ILogger logger, string account, TimeSpan pause, string code, string reason);

        [LoggerMessage(5, LogLevel.Warning, "A query of account {Account} failed and is made again: {HttpStatus} {Code}")]
        public static partial void QueryFailed(ILogger logger, string account, int? httpStatus, string code);
    }
}
