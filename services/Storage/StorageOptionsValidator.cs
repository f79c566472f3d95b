using Microsoft.Extensions.Options;

namespace Wan.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        Problem(options) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

    private static string? Problem(StorageOptions options) => options.Provider switch
    {
        StorageOptions.SqliteProvider => string.IsNullOrWhiteSpace(options.Directory)
            ? "Storage:Directory is empty. Name the folder that keeps the documents."
            : options.BusyTimeout < TimeSpan.FromSeconds(1) || options.BusyTimeout > TimeSpan.FromMinutes(1)
            ? "Storage:BusyTimeout must be 1 second to 1 minute, such as 00:00:05."
            : null,
        StorageOptions.MongoDbProvider when string.IsNullOrWhiteSpace(options.MongoDb.ConnectionString) =>
            "Storage:MongoDb:ConnectionString is missing. It is an address such as mongodb://host:27017.",
        StorageOptions.MongoDbProvider when string.IsNullOrWhiteSpace(options.MongoDb.Database) =>
            "Storage:MongoDb:Database is empty. Name the database that keeps the documents.",
        StorageOptions.MongoDbProvider => null,
        _ => $"Storage:Provider is '{options.Provider}'. It must be sqlite or mongodb.",
    };
}
