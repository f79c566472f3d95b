namespace Wan.Storage;

/// <summary>A place among documents by their last change: <see cref="IDocument.ChangedAt"/>, then id.</summary>
/// <param name="ChangedAt">When.</param>
/// <param name="Id">The document; null for the place behind all that changed at that time.</param>
public readonly record struct ChangedCursor(DateTimeOffset ChangedAt, string? Id = null);

/// <summary>Documents that have changed, the earliest change first.</summary>
/// <param name="Items">The documents.</param>
/// <param name="Next">From where on to read the next time: behind the last that was found, or the place that was asked from if there was none.</param>
public sealed record ChangedDocuments<T>(IReadOnlyList<T> Items, ChangedCursor Next);
