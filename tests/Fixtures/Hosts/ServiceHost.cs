using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wan.Storage;

namespace Wan.Fixtures.Hosts;

/// <summary>
/// A service in this process, as its own <c>Program.cs</c> makes it: the bus in memory unless a setting names a broker, SQLite in a folder. It starts
/// when something of it is asked for.
/// </summary>
/// <typeparam name="TService">Any type of the service.</typeparam>
public abstract class ServiceHost<TService> : WebApplicationFactory<TService> where TService : class
{
    private readonly TemporaryFolder? ownFolder;
    private readonly Dictionary<string, string> settings = new() { ["DASHSCOPE_API_KEY"] = "sk-test", ["Bus:InMemory"] = "true" };
    private IHost? host;
    private IDocumentStore? store;

    /// <summary>Makes one.</summary>
    /// <param name="folder">Where its files are; null for a folder of its own, which goes with it.</param>
    protected ServiceHost(TemporaryFolder? folder = null)
    {
        ownFolder = folder is null ? new TemporaryFolder() : null;
        Folder = folder ?? ownFolder!;
        Set(("Storage:Directory", Folder.Path));
    }

    /// <summary>Where its files are.</summary>
    public TemporaryFolder Folder { get; }

    /// <summary>Its clock.</summary>
    public MovedClock Clock { get; } = new();

    /// <summary>What it logs, its own lines down to debug.</summary>
    public LogList Logs { get; } = new();

    /// <summary>What was published and consumed.</summary>
    public BusRecorder Recorder => Service<BusRecorder>();

    /// <summary>Its bus.</summary>
    public IBus Bus => Service<IBus>();

    /// <summary>Publishes a message and waits until it was dealt with.</summary>
    public async Task TellAsync<T>(T message) where T : class
    {
        var id = Guid.NewGuid();
        await Bus.Publish(message, context => context.MessageId = id);
        await Recorder.ConsumedAsync(id, typeof(T).Name);
    }

    /// <summary>Where it listens, if it does so on a port.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>Something that it is made of.</summary>
    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Configures it; of two settings of the same key the later counts.</summary>
    protected void Set(params IEnumerable<(string Key, string Value)> settings)
    {
        foreach (var (key, value) in settings)
            this.settings[key] = value;
    }

    /// <summary>Has it listen on a port of its own; else its clients call it without a network.</summary>
    public void ListenOnPort()
    {
        Set(("urls", "http://127.0.0.1:0")); // The factory would set a port only once Program may have begun to listen.
        UseKestrel();
    }

    /// <summary>Starts one that listens on a port.</summary>
    protected static Task<THost> StartAsync<THost>(THost host) where THost : ServiceHost<TService> => Task.Run(() =>
    {
        host.ListenOnPort();
        host.StartServer();
        return host;
    });

    /// <summary>Stops it; its services are gone then.</summary>
    public Task StopAsync() => host!.StopAsync();

    /// <summary>Adds to what it is made of.</summary>
    protected virtual void Add(IServiceCollection services) => BusRecorder.AddTo(services);

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logs).AddFilter("Wan", LogLevel.Debug));
        builder.ConfigureServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            if (!settings.ContainsKey("WAN_RABBITMQ"))
                services.Configure<MassTransitHostOptions>(bus => bus.WaitUntilStarted = true); // What is published earlier would be lost.
            PublishTokens.AddTo(services);
            Add(services);
        });
    }

    /// <inheritdoc/>
    protected override IHost CreateHost(IHostBuilder builder)
    {
        host = base.CreateHost(builder);
        store = host.Services.GetService<IDocumentStore>();
        return host;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        (store as IDisposable)?.Dispose(); // The thread of Program may be at it still, and a test moves the files next.
        ownFolder?.Dispose();
        GC.SuppressFinalize(this);
    }
}
