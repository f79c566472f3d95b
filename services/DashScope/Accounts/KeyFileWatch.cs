using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wan.DashScope.Accounts;

/// <summary>Looks at the files that accounts have their keys in, so that a key is exchanged without a restart. Each has its own turn: one that can't be reached holds up no other.</summary>
internal sealed partial class KeyFileWatch(DashScopeAccounts accounts, TimeProvider time, ILogger<KeyFileWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(accounts.All.Where(account => account.KeyFile is not null).Select(account => WatchAsync(account.Name, account.KeyFile!, stoppingToken)));

    private async Task WatchAsync(string account, KeyFile file, CancellationToken cancellationToken)
    {
        string? said = null;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (file.Look(out var problem))
                Log.Changed(logger, account, file.Path);
            else if (problem is not null && problem != said)
                Log.Kept(logger, account, problem);
            else if (problem is null && said is not null)
                Log.GoodAgain(logger, account, file.Path);
            said = problem;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The account {Account} has another API key from now on, the one in {Path}.")]
        public static partial void Changed(ILogger logger, string account, string path);

        [LoggerMessage(2, LogLevel.Warning, "The account {Account} keeps the API key that it has: its setting {Problem}. It is looked at again every 2 seconds.")]
        public static partial void Kept(ILogger logger, string account, string problem);

        [LoggerMessage(3, LogLevel.Information, "There is an API key of the account {Account} again in {Path}.")]
        public static partial void GoodAgain(ILogger logger, string account, string path);
    }
}
