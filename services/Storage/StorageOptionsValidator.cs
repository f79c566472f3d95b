using Microsoft.Extensions.Options;

namespace Wan.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        (Problem(options) ?? TimeProblem(options)) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

    private static string? TimeProblem(StorageOptions options) =>
        options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(1)
            ? "Storage:Timeout must be 1 second to 1 minute, such as 00:00:08."
            : IsNoAge(options.KeepFinishedFor)
            ? "Storage:KeepFinishedFor must be 2 to 36500 days, such as 31.00:00:00 (the vendor may ask about a task for a day), or 0 to keep finished submissions and watches for ever."
            : IsNoAge(options.KeepGenerationsFor)
            ? "Storage:KeepGenerationsFor must be 2 to 36500 days, such as 365.00:00:00, or 0 to keep finished generations for ever."
            : options.KeepUsageFor != TimeSpan.Zero && (options.KeepUsageFor < TimeSpan.FromDays(62) || IsNoAge(options.KeepUsageFor))
            ? "Storage:KeepUsageFor must be 62 to 36500 days, such as 400.00:00:00 (budgets are of months), or 0 to keep for ever what tenants used."
            : null;

    private static bool IsNoAge(TimeSpan time) => time != TimeSpan.Zero && (time < TimeSpan.FromDays(2) || time > TimeSpan.FromDays(36_500));

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
