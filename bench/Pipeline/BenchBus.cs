using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wan.Hosting;

namespace Wan.Bench.Pipeline;

/// <summary>A bus with the conventions of the services: quorum queues, confirms, in-memory outbox, retry.</summary>
internal static class BenchBus
{
    public static async Task<BenchBusHost> StartAsync(string rabbitMq, Action<IBusRegistrationConfigurator> configure, object? shared = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>(BusServiceCollectionExtensions.AddressKey, rabbitMq)]);
        if (shared is not null)
        {
            builder.Services.AddSingleton(shared.GetType(), shared);
        }

        builder.Services.AddWanBus(builder.Configuration, configure);
        var host = builder.Build();
        await host.StartAsync();
        var bus = host.Services.GetRequiredService<IBusControl>();
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        return new BenchBusHost(host, bus);
    }
}

/// <summary>A running bus; its end is the end of its connection.</summary>
internal sealed class BenchBusHost(IHost host, IBus bus) : IAsyncDisposable
{
    public IBus Bus => bus;

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
