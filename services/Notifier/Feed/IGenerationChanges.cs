namespace Wan.Notifier.Feed;

/// <summary>What has become of generations, as Intake has stored it: asked for over HTTP, or in the process that has both.</summary>
internal interface IGenerationChanges
{
    /// <summary>A page of what has changed.</summary>
    /// <param name="since">From where on: generations that were last changed later.</param>
    /// <param name="told">Changes of theirs that are older, by a day to be sure, were told before.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IntakeAwayException">That can't be found out now.</exception>
    /// <exception cref="Storage.StorageException">The same, in one process.</exception>
    Task<ChangesPage> ReadAsync(Place since, DateTimeOffset told, CancellationToken cancellationToken);

    /// <summary>How a generation is now; null if there is none.</summary>
    Task<Change?> FindAsync(string generationId, CancellationToken cancellationToken);
}

/// <summary>Intake has not answered, or not as it should.</summary>
internal sealed class IntakeAwayException(string message, Exception? innerException = null) : Exception(message, innerException);
