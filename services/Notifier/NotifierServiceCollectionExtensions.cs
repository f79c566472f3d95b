using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Addresses;
using Wan.Hosting.Clocks;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Doors;
using Wan.Notifier.Endpoints;
using Wan.Notifier.Feed;
using Wan.Notifier.Lanes;
using Wan.Storage;

namespace Wan.Notifier;

/// <summary>Adds the Notifier to a process: everything but its consumers, which the process names when it adds the bus.</summary>
internal static class NotifierServiceCollectionExtensions
{
    private const string Owner = "notifier";

    public static IServiceCollection AddNotifier(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NotifierOptions>().Bind(configuration.GetSection(NotifierOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NotifierOptions>, NotifierOptionsValidator>();
        services.AddStorage(configuration);
        services.AddClock(configuration, Owner);
        services.AddDocuments(new Collection<WebhookEndpoint>(Owner, "endpoints", NotifierJson.Default.WebhookEndpoint) { Queries = DocumentQueries.Created | DocumentQueries.Tenant });
        services.AddDocuments(new Collection<Delivery>(Owner, "deliveries", NotifierJson.Default.Delivery)
        {
            Queries = DocumentQueries.GroupDue | DocumentQueries.Tenant | DocumentQueries.TenantStatus,
            Retention = Retention.KeepFinishedFor,
        });
        services.AddDocuments(new Collection<Lane>(Owner, "lanes", NotifierJson.Default.Lane) { Queries = DocumentQueries.GroupDue | DocumentQueries.Created, Retention = Retention.KeepFinishedFor });
        services.AddDocuments(new Collection<FeedPlace>(Owner, "places", NotifierJson.Default.FeedPlace));
        services.AddDocuments(new Collection<RiskNotice>(Owner, "risks", NotifierJson.Default.RiskNotice) { Queries = DocumentQueries.Due, Retention = Retention.KeepFinishedFor });

        services.TryAddSingleton<SweepTimes>();
        services.AddSingleton<WebhookAddresses>();
        services.AddSingleton<EndpointBook>();
        services.AddSingleton<LaneQueue>();
        services.AddSingleton<LaneHealth>();
        services.AddSingleton<NotifierMetrics>();
        services.AddSingleton<Dispatch>();
        services.AddSingleton<LaneTurn>();
        services.AddSingleton<ForgottenLanes>();
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<FeedBook>();
        services.AddSingleton<Subscriptions>();
        services.AddSingleton<RiskNotices>();
        services.AddSingleton<Redelivery>();
        services.AddClients();
        services.AddHostedService<LaneSweep>();
        services.AddHostedService<FeedLoop>();
        return services;
    }

    private static void AddClients(this IServiceCollection services)
    {
        services.AddHttpClient<IntakeClient>((provider, http) =>
        {
            http.BaseAddress = provider.GetRequiredService<IOptions<NotifierOptions>>().Value.IntakeUrl;
            http.Timeout = IntakeClient.Patience;
        }).RemoveAllLoggers(); // They would carry the signatures.
        services.AddSingleton<IGenerationChanges>(provider => provider.GetRequiredService<IntakeClient>());

        services.TryAddSingleton<NameLookups>();
        services.TryAddSingleton<NameResolver>(provider => provider.GetRequiredService<NameLookups>().FindAsync);
        services.AddHttpClient<WebhookSender>(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(provider.GetRequiredService<WebhookAddresses>().Guard))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // Addresses may be as good as keys.
    }

    private static SocketsHttpHandler Handler(AddressGuard guard) => new()
    {
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // Our trace is nothing to them.
        AllowAutoRedirect = false, // A 3xx is a failure.
        ConnectCallback = guard.ConnectAsync,
        MeterFactory = new UnmeasuredRequests(),
        MaxResponseDrainSize = 16 * 1024, // A longer answer costs its connection.
        MaxResponseHeadersLength = 16,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // Names may lead elsewhere then.
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        UseCookies = false,
        UseProxy = false, // A proxy would connect where the guard can't look.
    };
}
