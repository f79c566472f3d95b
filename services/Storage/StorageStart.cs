using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Wan.Storage;

/// <summary>Makes files, tables and indexes before anything else of the process runs.</summary>
internal sealed class StorageStart(IServiceProvider services, IEnumerable<CollectionRegistration> collections) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var collection in collections)
                services.GetRequiredService(collection.Documents);
            await services.GetRequiredService<IDocumentStore>().PrepareAsync(cancellationToken);
        }
        catch (StorageException exception)
        {
            throw new OptionsValidationException(StorageOptions.SectionName, typeof(StorageOptions), [exception.Message]);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
