using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wan.Archiver;
using Wan.Intake;
using Wan.Poller;
using Wan.Storage;
using Wan.Storage.Bodies;
using Wan.Submitter;

namespace Wan.Bench.Scale;

/// <summary>The collections of the four services as these declare them, without the services.</summary>
internal sealed class ScaleStore : IDisposable
{
    private readonly IHost host;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="settings">As a service's environment.</param>
    public ScaleStore(IReadOnlyDictionary<string, string> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting =>
            KeyValuePair.Create<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        builder.Services.AddIntake(builder.Configuration);
        builder.Services.AddSubmitter(builder.Configuration);
        builder.Services.AddPoller(builder.Configuration);
        builder.Services.AddArchive(builder.Configuration);
        host = builder.Build();
        Generations = host.Services.GetRequiredService<IDocuments<Generation>>();
        Submissions = host.Services.GetRequiredService<IDocuments<Submission>>();
        Watches = host.Services.GetRequiredService<IDocuments<Watch>>();
        Archives = host.Services.GetRequiredService<IDocuments<Archive>>();
        Bodies = host.Services.GetRequiredService<IRequestBodies>();
    }

    public IDocuments<Generation> Generations { get; }

    public IDocuments<Submission> Submissions { get; }

    public IDocuments<Watch> Watches { get; }

    public IDocuments<Archive> Archives { get; }

    public IRequestBodies Bodies { get; }

    /// <summary>Makes tables and indexes.</summary>
    /// <exception cref="InvalidOperationException">The store is away.</exception>
    public async Task PrepareAsync()
    {
        if (!await host.Services.GetRequiredService<IDocumentStore>().PrepareAsync(CancellationToken.None))
            throw new InvalidOperationException("The store's tables and indexes can't be made: it can't be reached, or is locked.");
    }

    public void Dispose() => host.Dispose();
}
