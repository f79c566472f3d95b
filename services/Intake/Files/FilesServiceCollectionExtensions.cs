using Microsoft.Extensions.Options;
using Wan.Storage;

namespace Wan.Intake.Files;

/// <summary>Adds the files.</summary>
internal static class FilesServiceCollectionExtensions
{
    public static void AddFiles(this IServiceCollection services)
    {
        services.AddOptions<FilesOptions>().BindConfiguration(FilesOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FilesOptions>, FilesOptionsValidator>();
        services.AddDocuments(new Collection<StoredFile>("intake", "files", IntakeJson.Default.StoredFile)
        {
            Queries = DocumentQueries.UniqueKey | DocumentQueries.Due | DocumentQueries.Created | DocumentQueries.Tenant,
        });
        services.AddDocuments(new Collection<UploadedKey>("intake", "uploads", IntakeJson.Default.UploadedKey) { Retention = Retention.KeepFinishedFor });
        services.AddSingleton<UploadedReferences>();
        services.AddSingleton<FileShelf>();
        services.AddSingleton<FileLookup>();
        services.AddSingleton<FileTypes>();
        services.AddSingleton<FileReceiver>();
        services.AddSingleton<FileUploads>();
        services.AddSingleton<FileUploadRoom>();
        services.AddSingleton<FileDiskRoom>();
        services.AddSingleton<FilesMetrics>();
        services.AddHostedService<FileChore>();
    }
}
