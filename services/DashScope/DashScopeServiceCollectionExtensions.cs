using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Client;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;
using Wan.DashScope.Uploads;

namespace Wan.DashScope;

/// <summary>Registers the vendor: its rules and prices, and its accounts and client.</summary>
public static class DashScopeServiceCollectionExtensions
{
    /// <summary>
    /// Adds what needs no key: <see cref="ModelCatalogue"/>, <see cref="PriceList"/>, <see cref="GenerationRequestReader"/> and
    /// <see cref="CostEstimator"/>, with what the section <c>Catalogue</c> adds to them.
    /// </summary>
    public static IServiceCollection AddDashScopeRules(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(GenerationRequestReader)))
        {
            return services;
        }

        services.AddOptions<CatalogueOptions>().Bind(configuration.GetSection(CatalogueOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogueOptions>, CatalogueOptionsValidator>();
        services.TryAddSingleton(provider => new ModelCatalogue(provider.GetRequiredService<IOptions<CatalogueOptions>>().Value.Models));
        services.AddSingleton(provider => new PriceList(
            provider.GetRequiredService<IOptions<CatalogueOptions>>().Value.Prices.Select(price => price.ToPrice())));
        services.AddSingleton<GenerationRequestReader>();
        services.AddSingleton<CostEstimator>();
        return services;
    }

    /// <summary>
    /// Adds <see cref="DashScopeAccounts"/> and <see cref="DashScopeClient"/>, and what <see cref="AddDashScopeRules"/> does. The accounts are checked
    /// when the host starts; what is wrong is said with the key of the configuration. May be called more than once.
    /// </summary>
    public static IServiceCollection AddDashScope(this IServiceCollection services, IConfiguration configuration)
    {
        // Bound twice, a list has its entries twice.
        if (services.Any(service => service.ServiceType == typeof(DashScopeClient)))
        {
            return services;
        }

        services.AddDashScopeRules(configuration);
        services.AddOptions<DashScopeOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton(new AccountsFromConfiguration(configuration));
        services.AddSingleton<IValidateOptions<DashScopeOptions>>(provider => provider.GetRequiredService<AccountsFromConfiguration>());
        services.AddSingleton(provider =>
        {
            var accounts = provider.GetRequiredService<AccountsFromConfiguration>().Read(provider.GetRequiredService<IOptions<DashScopeOptions>>().Value, out var problems);
            // A file with a key may have become another one since they were checked.
            return problems.Count == 0 ? new DashScopeAccounts(accounts) : throw new OptionsValidationException(nameof(DashScopeOptions.Accounts), typeof(DashScopeOptions), problems);
        });

        services.AddOptions<DashScopeClientOptions>().Bind(configuration.GetSection(DashScopeClientOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DashScopeClientOptions>, DashScopeClientOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DashScopeClient>();
        services.AddSingleton<DashScopeUploads>();
        services.AddHostedService<AccountsAtStart>();
        services.AddHostedService<KeyFileWatch>();
        services.AddSingleton<VendorDates>();
        services.AddTransient<VendorDateHandler>();

        // A submit never uses a connection that another call has used: a pooled one may be dead without our knowing it, and a POST that is
        // lost on it may have been made. HTTP/1.1, since HTTP/2 lets the handler send again what the server says it did not process.
        AddClient(services, DashScopeClient.SubmitClient, handler => handler.PooledConnectionLifetime = TimeSpan.Zero)
            .AddHttpMessageHandler<VendorDateHandler>();
        AddClient(services, DashScopeClient.CallClient, handler => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5))
            .AddHttpMessageHandler<VendorDateHandler>();
        AddClient(services, DashScopeUploads.UploadClient, handler => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5));
        return services;
    }

    private static IHttpClientBuilder AddClient(IServiceCollection services, string name, Action<SocketsHttpHandler> configure) =>
        services.AddHttpClient(name)
            .ConfigureHttpClient(client =>
            {
                // Each call has its own time-out.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestVersion = System.Net.HttpVersion.Version11;
                client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            })
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var handler = new SocketsHttpHandler
                {
                    // A redirect would repeat a POST, or take a key or a signed URL to another host.
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    // An answer that a proxy has compressed says what it says, too; unread, it would leave a POST in doubt.
                    AutomaticDecompression = System.Net.DecompressionMethods.All,
                    Proxy = new OutsideProxy(HttpClient.DefaultProxy),
                    ConnectTimeout = provider.GetRequiredService<IOptions<DashScopeClientOptions>>().Value.ConnectTimeout,
                };
                configure(handler);
                return handler;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's logs would carry the addresses of results.
            .RemoveAllLoggers();
}
