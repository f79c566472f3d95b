using Wan.Contracts;

namespace Wan.Archiver;

/// <summary>What the saga is told of an archive.</summary>
internal static class ArchiveMessages
{
    /// <summary>The answer, or null while there is none.</summary>
    public static object? Of(Archive archive) => archive switch
    {
        { Video: { } video, State: not (ArchiveState.Waiting or ArchiveState.Failed) } =>
            new VideoArchived { GenerationId = archive.Id, TaskId = archive.TaskId, Video = video },
        { State: ArchiveState.Failed, Error: { } error } =>
            new ArchivingFailed { GenerationId = archive.Id, TaskId = archive.TaskId, Error = error },
        _ => null,
    };

    /// <summary>What it is told that asked for a deletion, or null while there is nothing to tell.</summary>
    public static object? OfDeletion(Archive archive) => archive switch
    {
        { State: ArchiveState.Deleted } => ToDeleted(archive, archive.DeletedAt!.Value),
        { Hold: true, State: not ArchiveState.Deleting } => new VideoHoldChanged { GenerationId = archive.Id, Hold = true, At = archive.HoldChangedAt!.Value },
        _ => null,
    };

    /// <summary>That the video is gone.</summary>
    public static VideoDeleted ToDeleted(Archive archive, DateTimeOffset at) => new()
    {
        GenerationId = archive.Id,
        Tenant = archive.Tenant,
        Reason = archive.DeletionReason ?? "",
        DeletedAt = at,
        Video = archive.Video!,
    };
}
