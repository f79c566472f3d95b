using Microsoft.Extensions.Logging;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Poller.Budgets;

namespace Wan.Poller.Looks;

/// <summary>
/// Makes the queries that were taken from the account's budget, and tells the budget how they went: after a refusal or a failure everybody waits. Only
/// answers of use come back.
/// </summary>
internal sealed partial class AccountQueries(
    DashScopeClient client, QueryBudget budget, WatchedAccount account, PollerMetrics metrics, TimeProvider time, ILogger<AccountQueries> logger)
{
    private static readonly TimeSpan PageWait = TimeSpan.FromSeconds(10);
    private static readonly int[] OneList = [0, 0, 1, 0];

    /// <summary>Asks for a task.</summary>
    /// <returns>The vendor's answer; null if there was none of use, and then it is not asked for again at once.</returns>
    public async Task<DashScopeTask?> AskAsync(HeldWatch watch)
    {
        var outcome = await EndedAsync("ask", client.QueryAsync(account.Account, watch.Watch.Id, CancellationToken.None));
        Checkpoint.Reached("poller.answered", watch.Watch.GenerationId);
        switch (outcome)
        {
            case QueryOutcome.Answered(var task):
                await budget.SucceededAsync();
                if (task.Status == DashScopeTaskStatus.Other)
                    Log.UnknownWord(logger, task.TaskId, task.StatusWord);
                return task;
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

        return null;
    }

    /// <summary>Cancels a task.</summary>
    /// <returns>What became of it; of use are <see cref="CancelOutcome.Cancelled"/> and <see cref="CancelOutcome.NotPending"/>.</returns>
    public async Task<CancelOutcome> CancelAsync(HeldWatch watch)
    {
        var outcome = await EndedAsync("cancel", client.CancelAsync(account.Account, watch.Watch.Id, CancellationToken.None));
        switch (outcome)
        {
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

        return outcome;
    }

    /// <summary>Reads one page of a list.</summary>
    /// <returns>The page; null if there was none.</returns>
    public async Task<TaskListPage?> ListAsync(TaskListQuery query, CancellationToken cancellationToken = default)
    {
        var outcome = await EndedAsync("list", client.ListAsync(account.Account, query, cancellationToken));
        switch (outcome)
        {
            case ListOutcome.Listed(var page):
                await budget.SucceededAsync();
                return page;
            case ListOutcome.Throttled:
                await ThrottledAsync(null);
                break;
            case ListOutcome.Unauthorised(var error):
                await UnauthorisedAsync(error);
                break;
            case ListOutcome.Failed(var error):
                await FailedAsync(null, error);
                break;
        }

        return null;
    }

    /// <summary>Takes the query of a list, if there is one now.</summary>
    public async Task<bool> TryTakeListAsync(CancellationToken cancellationToken) => (await budget.TakeAsync(OneList, cancellationToken)).Sum() == 1;

    /// <summary>Takes the query of a further page of a list that turned out longer than thought; waits 10 seconds for it at most.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> TakePageAsync()
    {
        for (var until = time.GetUtcNow() + PageWait; time.GetUtcNow() < until;)
        {
            if (await TryTakeListAsync(CancellationToken.None))
                return true;
            var wait = budget.NextFree - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time);
        }

        return false;
    }

    // However it ended, it is not under way any more.
    private async Task<T> EndedAsync<T>(string kind, Task<T> query) where T : class
    {
        try
        {
            var outcome = await query;
            metrics.Asked(account.Name, kind, outcome);
            return outcome;
        }
        finally
        {
            budget.Ended();
        }
    }

    private async Task ThrottledAsync(HeldWatch? watch)
    {
        Log.Throttled(logger, account.Name);
        await budget.ThrottledAsync();
        watch?.NotBefore = time.GetUtcNow() + TimeSpan.FromSeconds(1);
    }

    private async Task UnauthorisedAsync(DashScopeError error)
    {
        Log.Unauthorised(logger, account.Name, account.Options.UnauthorisedPause, error.Code, error.Message);
        await budget.UnauthorisedAsync(account.Options.UnauthorisedPause);
    }

    private async Task FailedAsync(HeldWatch? watch, DashScopeError error)
    {
        Log.QueryFailed(logger, account.Name, error.HttpStatus, error.Code);
        await budget.FailedAsync();
        watch?.NotBefore = time.GetUtcNow() + TimeSpan.FromSeconds(1 + Random.Shared.NextDouble());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {TaskId} has a status that is not documented: {Status}; it is asked for again")]
        public static partial void UnknownWord(ILogger logger, string taskId, string status);

        [LoggerMessage(2, LogLevel.Warning, "The vendor refused a query of account {Account} as one too many; slower for a while")]
        public static partial void Throttled(ILogger logger, string account);

        [LoggerMessage(3, LogLevel.Error, "The vendor does not accept the key of account {Account}; its tasks wait {Pause}: {Code} {Reason}")]
        public static partial void Unauthorised(ILogger logger, string account, TimeSpan pause, string code, string reason);

        [LoggerMessage(4, LogLevel.Warning, "A query of account {Account} failed and is made again: {HttpStatus} {Code}")]
        public static partial void QueryFailed(ILogger logger, string account, int? httpStatus, string code);
    }
}
