namespace Wan.Notifier.Feed;

/// <summary>What has become of generations, as Intake has stored it: asked for over HTTP, or in the process that has both.</summary>
internal interface IGenerationChanges
{
    /// <summary>A page of what has changed.</summary>
    /// <exception cref="IntakeAwayException">That can't be found out now.</exception>
    /// <exception cref="Storage.StorageException">The same, in one process.</exception>
    Task<ChangesPage> ReadAsync(Place since, CancellationToken cancellationToken);

    /// <summary>How a generation is now; null if there is none.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    Task<Change?> FindAsync(string generationId, CancellationToken cancellationToken);
}

/// <summary>Intake has not answered, or not as it should.</summary>
internal sealed class IntakeAwayException(string message, Exception? innerException = null) : Exception(message, innerException);
