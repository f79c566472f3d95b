using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Wan.Hosting.Clocks;

/// <summary>Adds what watches over this process's clock.</summary>
public static class ClockServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ClockGuard"/> with its health check, and for this owner's processes the exchange of their clocks. The store must be there
    /// too. To be called before what goes by the clock is added; may be called for several owners.
    /// </summary>
    /// <param name="services">The process.</param>
    /// <param name="configuration">Its configuration, with the section <c>Clock</c>.</param>
    /// <param name="owner">The service whose store's documents its processes share, such as <c>submitter</c>.</param>
    public static IServiceCollection AddClock(this IServiceCollection services, IConfiguration configuration, string owner)
    {
        services.TryAddSingleton(TimeProvider.System);
        if (!services.Any(service => service.ServiceType == typeof(ClockGuard)))
        {
            services.AddOptions<ClockOptions>().Bind(configuration.GetSection(ClockOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
            services.AddSingleton<IValidateOptions<ClockOptions>, ClockOptionsValidator>();
            services.AddSingleton<ClockGuard>();
            services.AddHealthChecks().AddCheck<ClockHealthCheck>("clock");
        }

        // The only process on its data has nobody to compare its clock with.
        if (!configuration.GetValue<bool>("Sweep:AllAtStart"))
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ClockWatch>(provider, owner));
        return services;
    }
}
