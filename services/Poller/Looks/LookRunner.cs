using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Wan.Poller.Looks;

/// <summary>Makes one look. Its tasks are busy meanwhile, so that nobody looks at them twice.</summary>
internal sealed partial class LookRunner(TaskAsker tasks, ListReader lists, WatchedAccount account, TimeProvider time, ILogger<LookRunner> logger)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Makes the look whose query was taken from the budget. Does not throw: what goes wrong is tried again after a while.</summary>
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
                    await tasks.AskAsync(ask.Held);
                    break;
                case Look.Cancel cancel:
                    await tasks.CancelAsync(cancel.Held);
                    break;
                case Look.List list:
                    busy = await lists.ReadAsync(list);
                    await lists.TellStartedAsync(busy);
                    break;
            }
        }
        catch (Exception exception) // The store or the bus may be away for a while; the loop goes on.
        {
            Log.Failed(logger, exception, account.Name);
            foreach (var watch in busy)
                watch.NotBefore = time.GetUtcNow() + AgainAfter;
        }
        finally
        {
            foreach (var watch in busy)
                watch.Busy = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A look at tasks of account {Account} went wrong and is tried again")]
        public static partial void Failed(ILogger logger, Exception exception, string account);
    }
}
