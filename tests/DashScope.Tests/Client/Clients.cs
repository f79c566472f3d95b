using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

/// <summary>The client as a service gets it: through its registration.</summary>
internal static class Clients
{
    public const string Model = "wan2.7-r2v";

    public static DashScopeClient Create(params (string Key, string Value)[] configuration) =>
        Provide(configuration).GetRequiredService<DashScopeClient>();

    /// <summary>One that does not close.</summary>
    public static SendWindow Window => new(DateTimeOffset.UtcNow.AddDays(1), TimeProvider.System);

    /// <summary>With a clock of the test's own, so that a time-out comes when the test says so.</summary>
    public static DashScopeClient Create(TimeProvider time) => Services().AddSingleton(time).BuildServiceProvider().GetRequiredService<DashScopeClient>();

    public static ServiceProvider Provide(params (string Key, string Value)[] configuration) => Services(configuration).BuildServiceProvider();

    public static IServiceCollection Services(params (string Key, string Value)[] configuration)
    {
        var values = new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .Build();
        return new ServiceCollection().AddDashScope(values);
    }
}
