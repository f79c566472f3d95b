using Microsoft.Extensions.Options;

namespace Wan.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) => options.Provider switch
    {
        StorageOptions.Sqlite when string.IsNullOrWhiteSpace(options.Directory) =>
            ValidateOptionsResult.Fail("Storage:Directory is empty. Name the folder that keeps the documents."),
        StorageOptions.Sqlite => ValidateOptionsResult.Success,
        StorageOptions.MongoDb when MongoDbStoreType.Find() is null => ValidateOptionsResult.Fail(
            "Storage:Provider is mongodb, but this build has no MongoDB store. Build with the property MongoDb=true, or use sqlite."),
        StorageOptions.MongoDb => ValidateOptionsResult.Success,
        _ => ValidateOptionsResult.Fail($"Storage:Provider is '{options.Provider}'. It must be sqlite or mongodb."),
    };
}
