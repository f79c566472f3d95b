using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Tests;

/// <summary>Intake's process in this one: its doors for real, the bus in memory, a store of its own.</summary>
/// <param name="record">False: nothing is remembered of the bus.</param>
/// <param name="settings">Further settings.</param>
internal sealed class IntakeApplication(bool record = true, params (string Key, string Value)[] settings) : WebApplicationFactory<GenerationStateMachine>
{
    private readonly TemporaryFolder folder = new();
    private readonly ErrorLog log = new();

    /// <summary>How much later it is for it.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>What was logged as an error.</summary>
    public IEnumerable<string> Errors => log.Errors;

    public BusRecorder Recorder => Services.GetRequiredService<BusRecorder>();

    public IBus Bus => Services.GetRequiredService<IBus>();

    public IDocuments<Generation> Generations => Services.GetRequiredService<IDocuments<Generation>>();

    public IRequestBodies Bodies => Services.GetRequiredService<IRequestBodies>();

    /// <summary>How many generations are stored.</summary>
    public async Task<int> CountAsync() => (await Generations.PageAsync(new PageQuery { Limit = 1000 })).Items.Count;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:Directory", folder.Path);
        builder.UseSetting("DASHSCOPE_API_KEY", "sk-test");
        builder.UseSetting("Bus:InMemory", "true");
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.AddProvider(log));
        builder.ConfigureServices(PublishTokens.AddTo);
        if (Ahead != TimeSpan.Zero)
            builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new LaterClock(Ahead)));
        if (record)
            builder.ConfigureServices(BusRecorder.AddTo);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    private sealed class LaterClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
