using System.Reflection;

namespace Wan.Storage;

/// <summary>Finds the MongoDB store by name, because a build may have left it out.</summary>
internal static class MongoDbStoreType
{
    public static Type? Find()
    {
        try
        {
            return Assembly.Load("Wan.Storage.MongoDb").GetType("Wan.Storage.MongoDb.MongoDbStore");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
