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
}
