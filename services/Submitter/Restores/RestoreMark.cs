using Wan.Storage;

namespace Wan.Submitter.Restores;

/// <summary>Says that the documents were put back from a backup, and when. There is one, or none.</summary>
internal sealed class RestoreMark : IDocument
{
    /// <summary>Its id.</summary>
    public const string Only = "last";

    public string Id { get; init; } = Only;

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When they were put back the last time. What was accepted before may have been POSTed since the backup was made.</summary>
    public required DateTimeOffset RestoredAt { get; set; }
}
