namespace Wan.Storage;

/// <summary>The store can't do its work. The message says what is wrong with it and what to do.</summary>
public class StorageException : Exception
{
    /// <summary>Without a cause.</summary>
    public StorageException(string message) : base(message)
    {
    }

    /// <summary>With its cause.</summary>
    public StorageException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
