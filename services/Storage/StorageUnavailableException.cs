namespace Wan.Storage;

/// <summary>The store did not answer in time, or refused for a while: the same call may succeed later.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="mayHaveBeenStored">See <see cref="MayHaveBeenStored"/>.</param>
/// <param name="innerException">Its cause.</param>
public sealed class StorageUnavailableException(string message, bool mayHaveBeenStored, Exception? innerException = null)
    : StorageException(message, innerException)
{
    /// <summary>True of a write whose outcome could not be found out before its deadline; false: certainly nothing of it was stored.</summary>
    public bool MayHaveBeenStored { get; } = mayHaveBeenStored;

    /// <summary>It is worth another try at once, as while a replica set chooses its primary.</summary>
    internal bool IsOfAMoment { get; init; }
}
