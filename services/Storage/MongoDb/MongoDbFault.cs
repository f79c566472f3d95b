using MongoDB.Driver;

namespace Wan.Storage.MongoDb;

/// <summary>Turns what the driver throws into a sentence that says what to do.</summary>
internal static class MongoDbFault
{
    /// <summary>Runs a call of the driver.</summary>
    /// <exception cref="StorageException">The server refused it or can't be reached. Whether a write was stored can't be known then.</exception>
    public static async Task<TResult> ToldAsync<TResult>(Func<Task<TResult>> call)
    {
        try
        {
            return await call();
        }
        catch (MongoWriteException exception) when (IsDuplicate(exception))
        {
            throw new StorageException("Another document has this unique key.", exception);
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            throw new StorageException(
                $"MongoDB does not answer as it should: check that it runs, has a primary, and that the user may read and write. ({exception.GetType().Name})",
                exception);
        }
    }

    /// <summary>An id or a unique key is taken.</summary>
    public static bool IsDuplicate(MongoWriteException exception) => exception.WriteError?.Category == ServerErrorCategory.DuplicateKey;
}
