using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wan.DashScope.Accounts;

/// <summary>Says at the start of a process where its requests go, and what is paid.</summary>
internal sealed partial class AccountsAtStart(DashScopeAccounts accounts, ILogger<AccountsAtStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var account in accounts.All)
            Log.Account(logger, account.Describe());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}")]
        public static partial void Account(ILogger logger, string account);
    }
}
