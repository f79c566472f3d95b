using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Poller.Budgets;
using Wan.Poller.Looks;
using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>Adds Poller to a process.</summary>
public static class PollerServiceCollectionExtensions
{
    /// <summary>
    /// Adds everything but the bus and its consumers: documents, options, the loop. <c>AddDashScope</c>, <c>AddStorage</c> and a bus
    /// must be there too.
    /// </summary>
    public static IServiceCollection AddPoller(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PollerOptions>().Bind(configuration.GetSection(PollerOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PollerOptions>, PollerOptionsValidator>();
        services.AddClock(configuration, "poller");
        services.AddDocuments(new Collection<Watch>("poller", "watches", PollerJson.Default.Watch)
        {
            Queries = DocumentQueries.GroupDue,
            Retention = Retention.KeepFinishedFor,
        });
        services.AddDocuments(new Collection<Budget>("poller", "budgets", PollerJson.Default.Budget));
        services.AddDocuments(new Collection<TimeHistory>("poller", "histories", PollerJson.Default.TimeHistory));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SweepTimes>();
        services.AddSingleton<PollerMetrics>();
        services.AddSingleton<LookSignals>();
        services.AddSingleton<TimeHistories>();
        services.AddSingleton<WatchChanges>();
        services.AddSingleton<BudgetBounds>();
        services.AddAccountLoops();
        services.AddHostedService<WatchSweep>();
        services.AddSingleton<QuerySamples>();
        services.AddHostedService<QuerySampler>();
        services.AddHealthChecks().AddCheck<PausedAccountsHealthCheck>("query_budgets");
        return services;
    }
}
