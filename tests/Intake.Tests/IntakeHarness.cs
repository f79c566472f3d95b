using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake.Tests;

/// <summary>The saga alone on an in-memory bus, with a real store of its own.</summary>
internal sealed class IntakeHarness : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly ServiceProvider services;

    private IntakeHarness(TemporaryFolder folder, ServiceProvider services) => (this.folder, this.services) = (folder, services);

    public IBus Bus => services.GetRequiredService<IBus>();

    public BusRecorder Recorder => services.GetRequiredService<BusRecorder>();

    public IDocuments<Generation> Generations => services.GetRequiredService<IDocuments<Generation>>();

    public static async Task<IntakeHarness> StartAsync()
    {
        var folder = new TemporaryFolder();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Directory"] = folder.Path,
            ["DASHSCOPE_API_KEY"] = "sk-test",
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddIntake(configuration);
        BusRecorder.AddTo(services);
        PublishTokens.AddTo(services);
        services.AddMassTransit(bus =>
        {
            bus.AddSagaStateMachine<GenerationStateMachine, Generation>().DocumentRepository();
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        });
        var harness = new IntakeHarness(folder, services.BuildServiceProvider());
        await harness.services.GetRequiredService<IBusControl>().StartAsync();
        return harness;
    }

    /// <summary>Sends an event to a new generation in a state. Without an outbox, what it sends is sent before it counts as consumed.</summary>
    /// <param name="state">The state.</param>
    /// <param name="message">The event, of the generation's id.</param>
    /// <param name="prepare">Changes the generation before it is stored.</param>
    /// <param name="startBy">Its <c>start_by</c>; null for none.</param>
    /// <returns>A row of the transition table.</returns>
    public async Task<string> TryEventAsync(string state, Func<string, object> message, Action<Generation>? prepare = null, DateTimeOffset? startBy = null)
    {
        var generation = Samples.Generation(state, startBy: startBy);
        prepare?.Invoke(generation);
        (await Generations.InsertAsync(generation)).ShouldBeTrue();
        var sent = message(generation.Id);

        bool IsIt(object body) => body.GetType() == sent.GetType() && IdOf(body) == generation.Id;
        await Bus.Publish(sent);
        await Recorder.ConsumedAsync<object>(IsIt);

        var after = (await Generations.FindAsync(generation.Id))!.Status;
        var published = Recorder.Published.Where(body => body.GetType() != sent.GetType() && IdOf(body) == generation.Id)
            .Select(body => body.GetType().Name)
            .Order(StringComparer.Ordinal).ToList();

        var outcome = published.Count == 0 ? after : $"{after}: {string.Join(", ", published)}";
        if (outcome == state)
            outcome = ".";
        if (Recorder.Faulted.Any(IsIt))
            outcome = "a fault";
        return $"{state,-11} {sent.GetType().Name,-23} -> {outcome}";
    }

    /// <summary>Sends an event, and waits until it has been dealt with.</summary>
    public async Task SendAsync<T>(T message) where T : class
    {
        var id = NewId.NextGuid();
        await Bus.Publish(message, context => context.MessageId = id);
        await Recorder.ConsumedAsync(id, typeof(T).Name);
    }

    /// <summary>Something that it is made of.</summary>
    public T Service<T>() where T : notnull => services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await services.GetRequiredService<IBusControl>().StopAsync();
        await services.DisposeAsync();
        folder.Dispose();
    }

    private static string? IdOf(object message) => message.GetType().GetProperty("GenerationId")?.GetValue(message) as string;
}
