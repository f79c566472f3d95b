using Wan.Storage;

namespace Wan.Submitter.Line;

/// <summary>The waiting line of one model: who has been promised what. Its id is the model's name.</summary>
internal sealed class LineState : ISharedDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public string? WrittenBy { get; set; }

    /// <summary>For each priority, where each tenant's next generation may start at the earliest, in virtual time.</summary>
    public Dictionary<string, long>[] Finish { get; init; } = [[], [], []];
}
