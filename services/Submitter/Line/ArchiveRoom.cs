namespace Wan.Submitter.Line;

/// <summary>What the Archivers have last said of their room, for all replicas together: one document, since each report comes to one replica only.</summary>
internal sealed class ArchiveRoom : ISharedDocument
{
    /// <summary>Its only id.</summary>
    public const string TheId = "archive";

    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public string? WrittenBy { get; set; }

    /// <summary>The last word of each Archiver that counts, by its name.</summary>
    public Dictionary<string, RoomReport> Reports { get; init; } = [];
}

/// <summary>One Archiver's last word.</summary>
/// <param name="At">When it looked, by its own clock.</param>
/// <param name="SeenAt">When that came here.</param>
/// <param name="CanKeep">Whether it could keep another video.</param>
/// <param name="Reason">Why not.</param>
internal sealed record RoomReport(DateTimeOffset At, DateTimeOffset SeenAt, bool CanKeep, string? Reason);
