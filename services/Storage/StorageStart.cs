using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Wan.Storage;

/// <summary>
/// Makes files, tables and indexes before anything else of the process runs. Where the server is away it goes on trying beside the work until all is
/// there.
/// </summary>
internal sealed partial class StorageStart(IServiceProvider services, IEnumerable<CollectionRegistration> collections, TimeProvider time, ILogger<StorageStart> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private bool isAllThere;

    private IDocumentStore Store => services.GetRequiredService<IDocumentStore>();

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var collection in collections)
                services.GetRequiredService(collection.Documents);
            isAllThere = await Store.PrepareAsync(cancellationToken);
        }
        catch (StorageException exception)
        {
            throw new OptionsValidationException(StorageOptions.SectionName, typeof(StorageOptions), [exception.Message]);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!isAllThere)
        {
            await Task.Delay(Pause, time, stoppingToken);
            try
            {
                isAllThere = await Store.PrepareAsync(stoppingToken);
            }
            catch (StorageException exception)
            {
                Log.Failed(logger, exception);
            }
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The indexes of the store can't be made; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
