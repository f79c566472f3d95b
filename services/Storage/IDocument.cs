namespace Wan.Storage;

/// <summary>
/// What the store needs to know of a document; the rest of it is the owner's business. A document is loaded, changed and
/// written back whole, and only if nobody else has written it since.
/// </summary>
public interface IDocument
{
    /// <summary>Identity within its collection.</summary>
    string Id { get; }

    /// <summary>Counts the writes; set by the store. A document that was never stored has 0.</summary>
    long Version { get; set; }

    /// <summary>When it was made (UTC). Never changes; pages are ordered by it.</summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>When its owner has to look at it again (UTC); null once it is finished.</summary>
    DateTimeOffset? DueAt { get; set; }

    /// <summary>A second identity that no two documents of the collection may share; null for none.</summary>
    string? UniqueKey => null;

    /// <summary>The part of the collection that it is claimed in; null if the collection has no parts.</summary>
    string? Group => null;

    /// <summary>Place among the due documents of its group where a claim asks for the lowest rank first.</summary>
    long Rank => 0;

    /// <summary>Its state in a word, for pages and counts; null for none.</summary>
    string? Status => null;

    /// <summary>On whose behalf it is there, for pages; null for none.</summary>
    string? Tenant => null;

    /// <summary>Documents that share it are found together, by <see cref="PageQuery.LookupKey"/>; null for none.</summary>
    string? LookupKey => null;

    /// <summary>
    /// When it last changed in a way that followers are to hear of (UTC; see <see cref="IDocuments{T}.ChangedSinceAsync(ChangedCursor, string?, int, CancellationToken)"/>);
    /// null if nobody follows it.
    /// </summary>
    DateTimeOffset? ChangedAt => null;

    /// <summary>
    /// Nothing more happens to it by itself: from its last write on it is kept for as long as its collection says (<see cref="Retention"/>).
    /// </summary>
    bool IsFinished => DueAt is null;

    /// <summary>How long it is kept once it is finished, whatever its collection says; null: as that says. Only where its owner deletes (<see cref="Retention.KeepGenerationsFor"/>).</summary>
    TimeSpan? KeptFor => null;
}
