using Microsoft.Extensions.DependencyInjection;
using Wan.Poller.Budgets;

namespace Wan.Poller.Looks;

/// <summary>Adds the loops of accounts.</summary>
internal static class AccountLoopServiceCollectionExtensions
{
    /// <summary>Adds <see cref="AccountLoops"/>, and what a loop consists of: one of each in the scope of an account, which is told to <see cref="WatchedAccount"/>.</summary>
    public static IServiceCollection AddAccountLoops(this IServiceCollection services)
    {
        services.AddSingleton<AccountLoops>();
        services.AddScoped<WatchedAccount>();
        services.AddScoped<QueryBudget>();
        services.AddScoped(provider => new ListConditions(provider.GetRequiredService<WatchedAccount>().Options.ListPageSize));
        services.AddScoped<HeldWatches>();
        services.AddScoped<AccountQueries>();
        services.AddScoped<TaskAsker>();
        services.AddScoped<ListReader>();
        services.AddScoped<LookRunner>();
        services.AddScoped<Spending>();
        services.AddScoped<LookTurn>();
        services.AddScoped<ClockCheck>();
        services.AddScoped<AccountLoop>();
        return services;
    }
}
