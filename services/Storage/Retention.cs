namespace Wan.Storage;

/// <summary>How long a collection keeps a document once <see cref="IDocument.IsFinished"/>. What is not finished is kept in any case.</summary>
public enum Retention
{
    /// <summary>For ever.</summary>
    Forever,

    /// <summary>For <see cref="StorageOptions.KeepFinishedFor"/>; then the store deletes it.</summary>
    KeepFinishedFor,

    /// <summary>
    /// For <see cref="StorageOptions.KeepGenerationsFor"/>; then <see cref="IDocuments{T}.ExpiredAsync"/> shows it, and its owner deletes it.
    /// </summary>
    KeepGenerationsFor,

    /// <summary>For <see cref="StorageOptions.KeepUsageFor"/>; then the store deletes it.</summary>
    KeepUsageFor,
}
