using Microsoft.Extensions.Options;
using Wan.Intake.Limits;
using Wan.Intake.Usage;
using Wan.Storage;

namespace Wan.Intake.Ledger;

/// <summary>The ledger and the limits of tenants.</summary>
internal static class LedgerServiceCollectionExtensions
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidator>();
        services.AddDocuments(new Collection<LedgerPage>("intake", "ledger", IntakeJson.Default.LedgerPage)
        {
            Queries = DocumentQueries.Due | DocumentQueries.Created | DocumentQueries.Tenant | DocumentQueries.TenantStatus,
            Retention = Retention.KeepUsageFor,
        });
        services.AddSingleton<TenantLedgers>();
        services.AddSingleton<UsageReader>();
        services.AddSingleton<RateLimit>();
        services.AddSingleton<TenantLimitsDoor>();
        services.AddHostedService<LedgerSweep>();
        return services;
    }
}
